/** Stores under test, all behind one interface. */
@NullMarked
package org.copsedb.benchmark.engine;

import org.jspecify.annotations.NullMarked;
