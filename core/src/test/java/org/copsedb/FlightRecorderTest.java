package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.CorruptFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database tells Java Flight Recorder, read back from a recording. */
final class FlightRecorderTest {
    private static final TableDefinition<Long, Long> SQUARES = TableDefinition.of("squares", Codecs.LONG, Codecs.LONG);

    @TempDir
    private Path folder;

    private List<RecordedEvent> record(Runnable work) throws IOException {
        try (Recording recording = new Recording()) {
            for (String name : List.of("Commit", "Sync", "Checkpoint", "Recovery", "Corruption", "LongReader")) {
                recording.enable("copsedb." + name).withoutThreshold();
            }
            recording.start();
            work.run();
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    /** Returns the events of a kind in the order of their ends. */
    private static List<RecordedEvent> only(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("copsedb." + name))
                .sorted((a, b) -> a.getEndTime().compareTo(b.getEndTime()))
                .toList();
    }

    private static void square(Database database, long number, Durability durability) {
        try (WriteTransaction transaction = database.beginWrite()) {
            transaction.durability(durability);
            transaction.open(SQUARES).put(number, number * number);
            transaction.commit();
        }
    }

    @Test
    void commitsAndCheckpointsAreRecorded() throws IOException {
        Path path = folder.resolve("test.copse");
        List<RecordedEvent> events = record(() -> {
            try (Database database = Database.open(path)) {
                square(database, 1, Durability.IMMEDIATE); // the first commit of a file is a checkpoint
                square(database, 2, Durability.IMMEDIATE);
                square(database, 3, Durability.EVENTUAL);
                database.execute(transaction -> {});
                database.checkpoint();
            }
        });
        List<RecordedEvent> commits = only(events, "Commit");
        assertEquals(4, commits.size());
        RecordedEvent immediate = commits.get(1);
        RecordedEvent eventual = commits.get(2);
        assertEquals("IMMEDIATE", immediate.getString("durability"));
        assertTrue(immediate.getBoolean("changed"));
        assertEquals("EVENTUAL", eventual.getString("durability"));
        assertEquals(immediate.getLong("number") + 1, eventual.getLong("number"));
        assertFalse(commits.get(3).getBoolean("changed"));

        List<RecordedEvent> checkpoints = only(events, "Checkpoint");
        assertTrue(checkpoints.stream().allMatch(checkpoint -> checkpoint.getBoolean("succeeded")));
        assertEquals(
                eventual.getLong("number"),
                checkpoints.get(checkpoints.size() - 1).getLong("number"));

        List<RecordedEvent> syncs = only(events, "Sync");
        assertTrue(syncs.stream()
                .anyMatch(sync -> sync.getBoolean("durableWrite")
                        && sync.getLong("bytes") > 0
                        && sync.getString("file").contains("test.copse")
                        && !sync.getEndTime().isAfter(immediate.getEndTime())
                        && !sync.getStartTime().isBefore(immediate.getStartTime())));
        assertTrue(syncs.stream().anyMatch(sync -> !sync.getBoolean("durableWrite")));
    }

    @Test
    void recoveryIsRecorded() throws IOException {
        Path path = folder.resolve("test.copse");
        Path crashed = folder.resolve("crashed.copse");
        try (Database database = Database.open(path)) {
            square(database, 1, Durability.IMMEDIATE); // the first commit of a file is a checkpoint
            square(database, 2, Durability.IMMEDIATE);
            square(database, 3, Durability.IMMEDIATE);
            Files.copy(path, crashed);
        }
        List<RecordedEvent> events = record(() -> Database.open(crashed).close());
        List<RecordedEvent> recoveries = only(events, "Recovery");
        assertEquals(1, recoveries.size());
        assertEquals(2, recoveries.get(0).getLong("records"));
        assertTrue(
                only(record(() -> Database.open(crashed).close()), "Recovery").isEmpty());
    }

    @Test
    void readersThatAreOpenForLongAreRecorded() throws IOException {
        DatabaseOptions options = DatabaseOptions.defaults()
                .onLongReader(Duration.ofMillis(20), reader -> {})
                .withoutThreads();
        List<RecordedEvent> events = record(() -> {
            try (Database database = Database.inMemory(options)) {
                square(database, 1, Durability.IMMEDIATE);
                database.beginRead().close();
                try (ReadTransaction reader = database.beginRead()) {
                    square(database, 2, Durability.IMMEDIATE);
                    long end = System.nanoTime() + 25_000_000;
                    while (System.nanoTime() < end) {
                        LockSupport.parkNanos(1_000_000); // a permit of before may end it at once
                    }
                    square(database, 3, Durability.IMMEDIATE);
                    square(database, 4, Durability.IMMEDIATE);
                    assertEquals(1, reader.version());
                }
            }
        });
        List<RecordedEvent> readers = only(events, "LongReader");
        assertEquals(
                List.of(false, true),
                readers.stream().map(reader -> reader.getBoolean("closed")).toList());
        for (RecordedEvent reader : readers) {
            assertEquals(1, reader.getLong("version"));
            assertTrue(reader.getDuration("age").toMillis() >= 20, reader::toString);
        }
    }

    @Test
    void damageIsRecorded() throws IOException {
        Path path = folder.resolve("test.copse");
        try (Database database = Database.open(path)) {
            square(database, 2, Durability.IMMEDIATE);
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] ones = new byte[(int) Math.min(file.length() - 16_384, 1 << 20)];
            Arrays.fill(ones, (byte) 0xFF);
            file.seek(16_384);
            file.write(ones);
        }
        List<RecordedEvent> events = record(() -> assertThrows(CorruptFileException.class, () -> {
            try (Database database = Database.open(path);
                    ReadTransaction transaction = database.beginRead()) {
                transaction.open(SQUARES).get(2L);
            }
        }));
        List<RecordedEvent> damages = only(events, "Corruption");
        assertFalse(damages.isEmpty());
        assertTrue(damages.get(0).getString("where").contains("offset"));
        assertFalse(damages.get(0).getString("expected").isEmpty());
        assertFalse(damages.get(0).getString("found").isEmpty());
    }
}
