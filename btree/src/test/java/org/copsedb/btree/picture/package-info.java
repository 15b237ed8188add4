/** Pictures of nodes for the documentation, drawn from the bytes of real pages. */
@NullMarked
package org.copsedb.btree.picture;

import org.jspecify.annotations.NullMarked;
