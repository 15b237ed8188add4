/** Figures: kept in a file of lines, summed up in a table. */
@NullMarked
package org.copsedb.benchmark.report;

import org.jspecify.annotations.NullMarked;
