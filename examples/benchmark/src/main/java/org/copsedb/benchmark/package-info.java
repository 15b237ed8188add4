/** Programs that measure CopseDB beside other embedded stores. */
@NullMarked
package org.copsedb.benchmark;

import org.jspecify.annotations.NullMarked;
