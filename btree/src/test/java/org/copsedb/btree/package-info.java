/** Tests of trees, against a model and in pages that are checked after every step. */
@NullMarked
package org.copsedb.btree;

import org.jspecify.annotations.NullMarked;
