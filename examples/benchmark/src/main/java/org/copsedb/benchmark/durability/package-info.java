/** What durability costs: commits, checkpoints, recovery and memory, beside a bare disk. */
@NullMarked
package org.copsedb.benchmark.durability;

import org.jspecify.annotations.NullMarked;
