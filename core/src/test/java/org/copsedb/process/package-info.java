/**
 * Tests with real processes, real file systems and containers. A process commits and says so through a pipe; then it is
 * killed, its disk loses power, fills up or takes no writes, and from outside it is checked what its file holds. Only
 * the public interface is used.
 */
@NullMarked
package org.copsedb.process;

import org.jspecify.annotations.NullMarked;
