/** Regions of the file: where pages lie, which are free, and which are live in the committed state. */
@NullMarked
package org.copsedb.pagestore.region;

import org.jspecify.annotations.NullMarked;
