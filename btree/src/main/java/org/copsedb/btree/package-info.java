/** B+trees: ordered maps of byte keys to byte values, in pages that are copied when they change. */
@NullMarked
package org.copsedb.btree;

import org.jspecify.annotations.NullMarked;
