/** CopseDB and the stores beside it, each as its own documentation says. */
@NullMarked
package org.copsedb.benchmark.store;

import org.jspecify.annotations.NullMarked;
