package org.copsedb.examples;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** What an example prints: lines of at most 80 columns, whatever the script of the names in them. */
final class Screen {
    static final int COLUMNS = 80;

    private static final String HEADER = String.format(
            "%-26s %-7s %10s %9s %10s %8s", "Name", "Country", "Population", "Latitude", "Longitude", "Id");
    private static final int NAME_COLUMNS = 26;

    private final PrintStream out;
    private final boolean terminal;

    private Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Prints to the standard output. */
    // JDK 22 to 24 have a console without a terminal too, unless they are told to use the one of all other JDKs.
    @SuppressWarnings("SystemConsoleNull")
    static Screen standard() {
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset(console));
        return new Screen(out, console != null);
    }

    /** A terminal says what it shows; pipes, files and terminals without a locale get UTF-8. */
    private static Charset charset(@Nullable Console console) {
        Charset known = console == null ? StandardCharsets.US_ASCII : console.charset();
        return known.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : known;
    }

    /** Prints to a stream that nobody watches. */
    static Screen plain(PrintStream out) {
        return new Screen(out, false);
    }

    /** Prints to a stream on which a carriage return goes back to the start of the line. */
    static Screen terminal(PrintStream out) {
        return new Screen(out, true);
    }

    /** Shows how far a task is until the result is closed, and then no trace of it; nothing without a terminal. */
    Progress progress(String task, long steps) {
        return terminal ? new ProgressLine(out, task, steps) : Progress.NONE;
    }

    void line(String text) {
        out.println(text);
    }

    void heading(String text) {
        out.println();
        out.println(text);
    }

    /** Prints what was done, and at the right edge how long it took. */
    void timed(String text, long startNanos) {
        String time = duration(System.nanoTime() - startNanos);
        out.println(pad(text, COLUMNS - time.length()) + time);
    }

    void places(List<Place> places) {
        out.println("    " + HEADER);
        for (Place place : places) {
            out.println("    " + row(place));
        }
    }

    private static String row(Place place) {
        Coordinates point = place.coordinates();
        return String.format(
                Locale.ROOT,
                "%s %-7s %,10d %9s %10s %8d",
                pad(place.name(), NAME_COLUMNS),
                place.country(),
                place.population(),
                degrees(point.latitude(), "N", "S"),
                degrees(point.longitude(), "E", "W"),
                place.id());
    }

    private static String degrees(double value, String positive, String negative) {
        return String.format(Locale.ROOT, "%.2f %s", Math.abs(value), value < 0 ? negative : positive);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String duration(long nanos) {
        double milliseconds = nanos / 1e6;
        if (milliseconds < 9.995) {
            return String.format(Locale.ROOT, "%.2f ms", milliseconds);
        }
        return milliseconds < 999.5
                ? String.format(Locale.ROOT, "%.0f ms", milliseconds)
                : String.format(Locale.ROOT, "%.2f s", milliseconds / 1_000);
    }

    /** Makes a text just so wide on the screen: some characters take two columns there, and some none. */
    static String pad(String text, int columns) {
        AttributedString shown = new AttributedString(text);
        int width = shown.columnLength();
        return width > columns
                ? pad(shown.columnSubSequence(0, columns - 1) + "…", columns)
                : text + " ".repeat(columns - width);
    }

    static int width(String text) {
        return new AttributedString(text).columnLength();
    }
}
