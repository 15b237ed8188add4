/**
 * The bytes of a tree's pages: how leaves and branches are laid out, searched, edited and rebuilt. Nothing here reads
 * or allocates a page.
 */
@NullMarked
package org.copsedb.btree.node;

import org.jspecify.annotations.NullMarked;
