/** Tests of many threads at once: what each of them sees must be one version, and the right one. */
@NullMarked
package org.copsedb.concurrency;

import org.jspecify.annotations.NullMarked;
