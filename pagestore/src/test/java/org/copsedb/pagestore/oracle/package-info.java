/** Replays what was recorded of the seed's allocator: operations and their results. */
@NullMarked
package org.copsedb.pagestore.oracle;

import org.jspecify.annotations.NullMarked;
