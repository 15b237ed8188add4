package org.copsedb.examples;

import static org.copsedb.examples.CheckFailedException.check;
import static org.copsedb.examples.Screen.number;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.ReadTransaction;
import org.copsedb.Savepoint;
import org.copsedb.VerifyReport;
import org.copsedb.WriteTransaction;
import org.copsedb.storage.StorageException;

/**
 * Loads the 135,233 places of a gazetteer into a database file with three tables, asks for some, deletes a whole
 * country and takes it back inside one transaction, and looks at what a new start finds.
 *
 * <p>Usage: {@code Gazetteer [FILE]}. The file must not exist yet; without one, a temporary file is used. The exit code
 * is 1 if anything is not as it should be.
 */
public final class Gazetteer {
    private static final String COUNTRY = "FR";
    private static final String COUNTRY_NAME = "France";
    private static final String PREFIX = "Valpara";
    private static final int PARIS = 2_988_507;
    private static final int REYKJAVIK = 3_413_829;

    private static final Place NEW_PLACE = new Place(
            99_000_001, "Copse-sur-Loire", new Division(COUNTRY, "52"), "PPL", 1_234, new Coordinates(47.39, -0.86));

    private final Screen screen;
    private final Path file;

    private Gazetteer(Screen screen, Path file) {
        this.screen = screen;
        this.file = file;
    }

    /**
     * Runs the example.
     *
     * @param arguments the file to create, or none for a temporary one
     */
    public static void main(String[] arguments) {
        try {
            run(Screen.standard(), List.of(arguments));
        } catch (IOException | StorageException | CheckFailedException e) {
            System.err.println("Gazetteer: " + e.getMessage());
            System.exit(1);
        }
    }

    static void run(Screen screen, List<String> arguments) throws IOException {
        if (arguments.size() > 1) {
            throw new IOException("expected one file at most, not " + String.join(" ", arguments));
        }
        if (arguments.isEmpty()) {
            runInTemporaryFolder(screen);
        } else {
            runOnNewFile(screen, Path.of(arguments.get(0)));
        }
    }

    private static void runInTemporaryFolder(Screen screen) throws IOException {
        Path folder = Files.createTempDirectory("copsedb-gazetteer-");
        try {
            new Gazetteer(screen, folder.resolve("places.copse")).run();
            screen.line("  It was a temporary file. To keep one, say: Gazetteer FILE");
        } finally {
            deleteFolder(folder);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left : files.toList()) {
                Files.delete(left);
            }
        }
        Files.delete(folder);
    }

    private static void runOnNewFile(Screen screen, Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    file + " exists already, and the places need a new file: name another one, or none");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            createFolder(folder);
        }
        new Gazetteer(screen, file).run();
    }

    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("the folder " + folder + " can not be created (" + e + ")", e);
        }
    }

    private void run() throws IOException {
        screen.line("CopseDB gazetteer");
        screen.line(PlaceFile.ATTRIBUTION);
        List<Place> places = read();
        long inCountry =
                places.stream().filter(place -> place.country().equals(COUNTRY)).count();
        try (Database database = Database.open(file)) {
            load(database, places);
            ask(database);
            changeInOneTransaction(database, places.size(), inCountry);
        }
        openAgain(places.size() + 1, inCountry + 1);
    }

    private List<Place> read() throws IOException {
        screen.heading("Load");
        long start = System.nanoTime();
        List<Place> places = PlaceFile.read();
        screen.timed("  Read " + number(places.size()) + " places", start);
        return places;
    }

    private void load(Database database, List<Place> places) {
        long start = System.nanoTime();
        try (WriteTransaction transaction = database.beginWrite()) {
            PlaceEditor editor = new PlaceEditor(transaction);
            try (Progress progress = screen.progress("  Loading", places.size())) {
                for (Place place : places) {
                    editor.add(place);
                    progress.step();
                }
            }
            screen.timed("  Put them into three tables: by id, by name, by country and population", start);
            long commitStart = System.nanoTime();
            transaction.commit();
            screen.timed("  Committed", commitStart);
        }
    }

    private void ask(Database database) {
        screen.heading("Ask");
        try (ReadTransaction transaction = database.beginRead()) {
            Places places = Places.in(transaction);

            long start = System.nanoTime();
            List<Place> largest = places.largest(COUNTRY, 10);
            screen.timed("  The ten largest places of " + COUNTRY_NAME, start);
            screen.places(largest);

            screen.line("");
            start = System.nanoTime();
            List<Place> beginning = places.beginningWith(PREFIX);
            screen.timed("  All places whose names begin with \"" + PREFIX + "\"", start);
            screen.places(beginning);

            screen.line("");
            start = System.nanoTime();
            Place place = places.find(REYKJAVIK);
            screen.timed("  The place with the id " + REYKJAVIK, start);
            check(place != null, "place " + REYKJAVIK + " is missing");
            screen.places(List.of(Objects.requireNonNull(place)));
        }
    }

    private void changeInOneTransaction(Database database, long count, long inCountry) {
        screen.heading("Change, in one transaction");
        try (WriteTransaction transaction = database.beginWrite()) {
            Places places = Places.in(transaction);
            PlaceEditor editor = new PlaceEditor(transaction);
            Savepoint savepoint = transaction.savepoint();
            screen.line("  Set a savepoint");

            long start = System.nanoTime();
            List<Place> country = places.largest(COUNTRY, Integer.MAX_VALUE);
            country.forEach(editor::remove);
            screen.timed(
                    "  Deleted " + COUNTRY_NAME + ", " + number(country.size()) + " places, in all three tables",
                    start);
            requireCountry(places, count - inCountry, 0);

            start = System.nanoTime();
            savepoint.rollback();
            screen.timed("  Rolled back to the savepoint", start);
            requireCountry(places, count, inCountry);

            editor.add(NEW_PLACE);
            screen.line("  Added one place, " + NEW_PLACE.name());
            start = System.nanoTime();
            transaction.commit();
            screen.timed("  Committed", start);
        }
    }

    /** Shows what is there of the country, and checks that all three tables agree. */
    private void requireCountry(Places places, long count, long inCountry) {
        screen.line("    Now: " + number(places.count()) + " places, " + number(places.count(COUNTRY)) + " in "
                + COUNTRY_NAME + "; Paris " + (places.find(PARIS) == null ? "is gone" : "is there"));
        check(places.count() == count, "there should be " + number(count) + " places");
        check(places.count(COUNTRY) == inCountry, COUNTRY_NAME + " should have " + number(inCountry) + " places");
        check((places.find(PARIS) != null) == (inCountry > 0), "Paris should be there as long as " + COUNTRY_NAME);
        check(
                (places.largest(COUNTRY, 1).size() == 1) == (inCountry > 0),
                "the largest place should be there as long as " + COUNTRY_NAME);
    }

    private void openAgain(long count, long inCountry) throws IOException {
        screen.heading("Close, and open again");
        long start = System.nanoTime();
        try (Database database = Database.open(file, DatabaseOptions.defaults().existing())) {
            screen.timed("  Opened", start);
            try (ReadTransaction transaction = database.beginRead()) {
                Places places = Places.in(transaction);
                requireCountry(places, count, inCountry);
                Place found = places.find(NEW_PLACE.id());
                check(NEW_PLACE.equals(found), "the new place should be there, not " + found);
                screen.places(places.beginningWith(NEW_PLACE.name()));
            }
            verify(database, count);
        }
    }

    private void verify(Database database, long count) throws IOException {
        long start = System.nanoTime();
        VerifyReport report = database.verify();
        check(report.isSound(), "the file is damaged: " + String.join("; ", report.findings()));
        screen.timed("  Verified every page: the file is sound", start);
        check(report.entries() == 3 * count, "there should be " + 3 * count + " entries, not " + report.entries());

        long bytes = Files.size(file);
        screen.heading("The file");
        screen.line("  " + file);
        screen.line("  " + number(report.entries()) + " entries in " + report.tables() + " tables on "
                + number(report.pages()) + " pages");
        screen.line("  " + number(bytes) + " bytes, " + number(bytes / count) + " for each place");
    }
}
