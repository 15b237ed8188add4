/** Writes that ask for no answer: collected, sorted, and applied to a tree in key order. */
@NullMarked
package org.copsedb.btree.apply;

import org.jspecify.annotations.NullMarked;
