package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Reads the places, and refuses what is none. */
class PlaceFileTest {
    private static final String HEADER =
            "geoname_id\tname\tcountry\tadmin1\tfeature\tpopulation\tlatitude\tlongitude\n";

    @Test
    void readsEveryColumn() throws IOException {
        Place expected = new Place(7, "‘Ayn", new Division("SY", ""), "PPLA3", 0, new Coordinates(34.93998, -36.32212));
        assertEquals(List.of(expected), read(HEADER + "7\t‘Ayn\tSY\t\tPPLA3\t0\t34.93998\t-36.32212\n"));
    }

    @Test
    void theResourceHoldsAllPlacesSortedById() throws IOException {
        List<Place> places = PlaceFile.read();
        assertEquals(135_233, places.size());
        for (int i = 1; i < places.size(); i++) {
            assertTrue(places.get(i - 1).id() < places.get(i).id());
        }
    }

    @Test
    void refusesAnotherHeader() {
        assertRefused("id\tname\n", "cities.tsv.gz, line 1: expected the header");
        assertRefused("", "cities.tsv.gz, line 1: expected the header");
    }

    @Test
    void refusesAMissingColumn() {
        assertRefused(HEADER + "7\tA\tSY\t04\tPPL\t0\t1.5\n", "cities.tsv.gz, line 2: expected 8 columns, found 7");
    }

    @Test
    void refusesWhatIsNoNumber() {
        String good = "7\tA\tSY\t04\tPPL\t0\t1.5\t2.5\n";
        assertRefused(HEADER + good + "8\tA\tSY\t04\tPPL\tmany\t1.5\t2.5\n", "cities.tsv.gz, line 3: not a number");
    }

    @Test
    void theAttributionStandsBesideTheFile() throws IOException {
        try (var stream = Objects.requireNonNull(PlaceFile.class.getResourceAsStream("ATTRIBUTION.txt"))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains(PlaceFile.ATTRIBUTION), text);
        }
    }

    private static void assertRefused(String text, String expected) {
        String message = Objects.requireNonNull(
                assertThrows(IOException.class, () -> read(text)).getMessage());
        assertTrue(message.startsWith(expected), message);
    }

    private static List<Place> read(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return PlaceFile.read(new ByteArrayInputStream(compressed.toByteArray()));
    }
}
