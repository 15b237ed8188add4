package org.copsedb.benchmark.report;

import java.io.PrintStream;
import java.util.Locale;
import org.copsedb.benchmark.store.Commits;
import org.copsedb.benchmark.store.StoreKind;
import org.copsedb.benchmark.system.CallLog;
import org.copsedb.benchmark.workload.CallPhase;

/** A Markdown table of what commits ask of the operating system. */
public final class CallTable {
    private final PrintStream output;

    /**
     * Writes the titles.
     *
     * @param output where the table goes
     */
    public CallTable(PrintStream output) {
        this.output = output;
        output.println("| store     | a commit of     | durable    | other      | bytes        |");
        output.println("|           |                 | calls      | writes     | written      |");
        output.println("|-----------|-----------------|-----------:|-----------:|-------------:|");
    }

    /**
     * Writes the rows of a store.
     *
     * @param kind the store
     * @param calls what was counted
     */
    public void rows(StoreKind kind, CallLog calls) {
        for (CallPhase phase : CallPhase.values()) {
            if (phase.commits() == Commits.DURABLE || kind.hasUnsynced()) {
                row(kind, phase, calls.phase(phase.name()));
            }
        }
    }

    private void row(StoreKind kind, CallPhase phase, CallLog.Counts counts) {
        double commits = phase.times();
        output.printf(
                Locale.ROOT,
                "| %-9s | %-15s | %10.2f | %10.2f | %12.0f |%n",
                kind,
                phase.title(),
                counts.durableCalls() / commits,
                counts.plainWrites() / commits,
                counts.bytes() / commits);
        output.flush();
    }
}
