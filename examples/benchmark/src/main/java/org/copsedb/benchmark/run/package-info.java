/** Each engine in a fresh process of its own, one after another, round after round. */
@NullMarked
package org.copsedb.benchmark.run;

import org.jspecify.annotations.NullMarked;
