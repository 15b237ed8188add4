package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.copsedb.Database;
import org.copsedb.KeyRange;
import org.copsedb.ReadTransaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the gazetteer on all its places. */
class GazetteerTest {
    private static final int LOADED = 135_233;
    private static final int ADDED_ID = 99_000_001;

    @TempDir
    Path folder;

    @Test
    void tellsTheWholeStory() throws IOException, InterruptedException {
        ExampleProcess process = ExampleProcess.run(Gazetteer.class, folder);

        assertEquals("", process.errors());
        assertEquals(0, process.exitCode());
        String output = process.output();
        assertInOrder(
                output,
                "Place data \\(c\\) GeoNames, CC BY 4.0",
                "Read 135,233 places",
                "Committed",
                "The ten largest places of France",
                "Paris +FR +2,138,551 +48.85 N +2.35 E +2988507",
                "Marseille +FR +794,811",
                "Lille +FR +228,328",
                "names begin with \"Valpara\"",
                "Valparai +IN +90,353",
                "Valparaíso +CL +282,448 +33.04 S +71.63 W +3868626",
                "Reykjavík +IS +118,918",
                "Set a savepoint",
                "Deleted France, 8,836 places",
                "Now: 126,397 places, 0 in France; Paris is gone",
                "Rolled back to the savepoint",
                "Now: 135,233 places, 8,836 in France; Paris is there",
                "Added one place, Copse-sur-Loire",
                "Committed",
                "Close, and open again",
                "Now: 135,234 places, 8,837 in France; Paris is there",
                "Copse-sur-Loire +FR +1,234",
                "the file is sound",
                "405,702 entries in 3 tables",
                "bytes, [0-9]+ for each place");
        assertFitsTheScreen(output);
        assertEquals(List.of("temporary"), filesBelow(folder), "the temporary file should be gone");
    }

    private static void assertInOrder(String output, String... expected) {
        int from = 0;
        for (String next : expected) {
            var matcher = Pattern.compile(next).matcher(output);
            assertTrue(matcher.find(from), () -> "missing, or not in this order: " + next + "\n" + output);
            from = matcher.end();
        }
    }

    /** Nothing but the path of a file may be as long as it likes. */
    private static void assertFitsTheScreen(String output) {
        List<String> wide = output.lines()
                .filter(line -> Screen.width(line) > Screen.COLUMNS && !line.endsWith(".copse"))
                .toList();
        assertEquals(List.of(), wide);
        assertFalse(output.contains("\r") || output.contains("\u001b"), "there is no terminal to control");
    }

    @Test
    void writesEveryPlaceIntoTheFileThatIsNamed() throws IOException {
        Path file = folder.resolve("new folder").resolve("places.copse");
        Gazetteer.run(Screen.plain(System.out), List.of(file.toString()));

        List<Place> stored = new ArrayList<>();
        try (Database database = Database.open(file);
                ReadTransaction transaction = database.beginRead()) {
            transaction.open(PlaceTables.BY_ID).forEach(KeyRange.all(), entry -> stored.add(entry.value()));
        }
        assertEquals(LOADED + 1, stored.size());
        assertEquals(ADDED_ID, stored.remove(LOADED).id());
        assertEquals(PlaceFile.read(), stored);
    }

    @Test
    void refusesAFileThatExists() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("places.copse"), "precious");
        ExampleProcess process = ExampleProcess.run(Gazetteer.class, folder, "places.copse");

        assertEquals(1, process.exitCode());
        assertEquals("", process.output());
        assertEquals(
                "Gazetteer: places.copse exists already, and the places need a new file: name another one, or none",
                process.errors().strip());
        assertEquals("precious", Files.readString(file));
        assertEquals(List.of("places.copse", "temporary"), filesBelow(folder));
    }

    @Test
    void refusesMoreThanOneFile() {
        Screen screen = Screen.plain(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        IOException refusal =
                assertThrows(IOException.class, () -> Gazetteer.run(screen, List.of("a.copse", "b.copse")));
        assertEquals("expected one file at most, not a.copse b.copse", refusal.getMessage());
    }

    @Test
    void refusesAFolder() {
        Screen screen = Screen.plain(System.out);
        assertThrows(FileAlreadyExistsException.class, () -> Gazetteer.run(screen, List.of(folder.toString())));
    }

    private static List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
