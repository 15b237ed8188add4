/** Pages in memory, by page number, within a budget of bytes. */
@NullMarked
package org.copsedb.pagestore.cache;

import org.jspecify.annotations.NullMarked;
