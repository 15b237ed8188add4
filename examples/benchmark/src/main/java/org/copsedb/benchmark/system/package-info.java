/** The disk, the operating system and the processes below the stores. */
@NullMarked
package org.copsedb.benchmark.system;

import org.jspecify.annotations.NullMarked;
