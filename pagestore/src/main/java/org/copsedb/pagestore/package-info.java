/**
 * The page store: pages of variable order in the regions of one file, allocated, freed, read and committed. It knows no
 * keys.
 */
@NullMarked
package org.copsedb.pagestore;

import org.jspecify.annotations.NullMarked;
