package org.copsedb.benchmark.durability;

import java.io.IOException;
import java.nio.file.Path;
import org.copsedb.benchmark.report.GoalTable;
import org.copsedb.benchmark.system.BareDisk;

/**
 * Where a part of the measurement works.
 *
 * @param directory for its files, which it removes
 * @param disk the same disk, bare
 * @param table takes its rows
 */
record Measurement(Path directory, BareDisk disk, GoalTable table) {
    /** One part. */
    interface Part {
        void run(Measurement measurement) throws IOException, InterruptedException;
    }
}
