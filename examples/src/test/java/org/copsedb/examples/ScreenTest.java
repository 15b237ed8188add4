package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an example prints keeps to its columns. */
class ScreenTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void namesOfAllScriptsTakeTheSameColumns() {
        assertEquals("Zürich  |", Screen.pad("Zürich", 8) + "|");
        assertEquals("Az\u0327 Z\u0327al   |", Screen.pad("Az\u0327 Z\u0327al", 9) + "|");
        assertEquals("Бережани |", Screen.pad("Бережани", 9) + "|");
        assertEquals("東京     |", Screen.pad("東京", 9) + "|");
    }

    @Test
    void aNameThatIsTooWideIsCut() {
        assertEquals("Llanfa…|", Screen.pad("Llanfairpwllgwyngyll", 7) + "|");
        assertEquals("東京… |", Screen.pad("東京都千代田区", 6) + "|");
        assertEquals("Zürich|", Screen.pad("Zürich", 6) + "|");
    }

    @Test
    void placesStandInColumns() {
        Division division = new Division("YE", "05");
        Screen.plain(out)
                .places(List.of(
                        new Place(1, "Az\u0327 Z\u0327al", division, "PPL", 0, new Coordinates(-12.345, 6)),
                        new Place(12_345_678, "a".repeat(65), division, "PPL", 22_315_474, new Coordinates(90, -180))));
        assertEquals("""
                    Name                       Country Population  Latitude  Longitude       Id
                    Az\u0327 Z\u0327al                     YE               0   12.35 S     6.00 E        1
                    aaaaaaaaaaaaaaaaaaaaaaaaa… YE      22,315,474   90.00 N   180.00 W 12345678
                """, printed().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void timesHaveThreeDigits() {
        assertEquals("0.01 ms", Screen.duration(5_001));
        assertEquals("9.99 ms", Screen.duration(9_990_000));
        assertEquals("10 ms", Screen.duration(9_996_000));
        assertEquals("999 ms", Screen.duration(999_000_000));
        assertEquals("1.00 s", Screen.duration(999_600_000));
        assertEquals("72.35 s", Screen.duration(72_345_678_901L));
    }

    @Test
    void timesStandAtTheRightEdge() {
        Screen.plain(out).timed("  Committed", System.nanoTime());
        String line = printed().lines().findFirst().orElseThrow();
        assertTrue(line.matches(" {2}Committed +[0-9.]+ ms"), line);
        assertEquals(Screen.COLUMNS, line.length());
    }

    @Test
    void progressLeavesNoTraceOnATerminal() {
        try (Progress progress = Screen.terminal(out).progress("Loading", 1_000)) {
            for (int i = 0; i < 1_000; i++) {
                progress.step();
            }
        }
        List<String> states = List.of(printed().split("\r"));
        assertEquals("", states.get(0));
        assertTrue(states.get(states.size() - 2).matches("Loading 100% \\[=+\\] 1000/1000 .*"), printed());
        assertEquals(" ".repeat(Screen.COLUMNS - 1), states.get(states.size() - 1));
        assertTrue(printed().endsWith("\r") && !printed().contains("\n"));
        assertTrue(states.stream().allMatch(state -> state.length() < Screen.COLUMNS));
    }

    @Test
    void progressIsSilentWithoutATerminal() {
        try (Progress progress = Screen.plain(out).progress("Loading", 1)) {
            progress.step();
        }
        assertEquals("", printed());
    }
}
