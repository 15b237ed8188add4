package org.copsedb.examples;

import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the current line of a terminal. */
final class ProgressLine implements Progress {
    /** Some terminals begin a new line when the last column is written. */
    private static final int COLUMNS = Screen.COLUMNS - 1;

    private static final int UPDATE_MILLISECONDS = 100;

    private final PrintStream out;
    private final ProgressBar bar;

    ProgressLine(PrintStream out, String task, long steps) {
        this.out = out;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .setConsumer(new DelegatingProgressBarConsumer(this::show, COLUMNS))
                .build();
    }

    private void show(String text) {
        out.print("\r" + text);
        out.flush();
    }

    @Override
    public void step() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
        show(" ".repeat(COLUMNS) + "\r");
    }
}
