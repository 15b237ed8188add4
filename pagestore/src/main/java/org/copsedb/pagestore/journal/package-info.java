/** The records of the commits since the checkpoint, and how they become durable many at a time. */
@NullMarked
package org.copsedb.pagestore.journal;

import org.jspecify.annotations.NullMarked;
