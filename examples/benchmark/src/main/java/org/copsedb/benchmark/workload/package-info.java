/** What the stores are asked to do, and the data they do it with. */
@NullMarked
package org.copsedb.benchmark.workload;

import org.jspecify.annotations.NullMarked;
