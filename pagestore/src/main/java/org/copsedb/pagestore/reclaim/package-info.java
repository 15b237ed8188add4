/** Birth and death of pages: who holds which version, and when a page may be used again. */
@NullMarked
package org.copsedb.pagestore.reclaim;

import org.jspecify.annotations.NullMarked;
