package org.copsedb.benchmark.report;

import java.io.PrintStream;
import java.util.Locale;

/** A Markdown table of at most 80 columns that grows row by row: a figure, what it stands beside, ratio and goal. */
public final class GoalTable {
    private static final String LINE = "| %-30.30s | %10s | %10s | %6s | %8s |%n";

    private final PrintStream output;
    private int missed;

    /**
     * Writes the titles.
     *
     * @param output where the table goes
     */
    public GoalTable(PrintStream output) {
        this.output = output;
        output.printf(LINE, "row", "measured", "beside", "ratio", "goal");
        output.println("|" + "-".repeat(32) + "|" + ("-".repeat(11) + ":|").repeat(2) + "-------:|---------:|");
    }

    /**
     * Writes a row.
     *
     * @param title what was measured, at most 30 characters
     * @param measured the figure
     * @param beside what it is compared with; zero of a unit if there is nothing
     * @param goal the ratio to reach
     */
    public void row(String title, Quantity measured, Quantity beside, Goal goal) {
        boolean isAlone = beside.value() == 0;
        double ratio = isAlone ? 0 : measured.value() / beside.value();
        String target = goal.text();
        if (!isAlone && !goal.isMetBy(ratio)) {
            missed++;
            target += "!";
        }
        output.printf(
                Locale.ROOT,
                LINE,
                title,
                measured.text(),
                isAlone ? "" : beside.text(),
                isAlone ? "" : String.format(Locale.ROOT, ratio < 100 ? "%.2f" : "%.0f", ratio),
                target);
        output.flush();
    }

    /**
     * Writes a row that is compared with nothing.
     *
     * @param title what was measured
     * @param measured the figure
     */
    public void row(String title, Quantity measured) {
        row(title, measured, new Quantity(0, measured.unit()), Goal.NONE);
    }

    /**
     * Returns how many rows did not reach their goal.
     *
     * @return the number
     */
    public int missed() {
        return missed;
    }
}
