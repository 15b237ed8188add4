package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * Random transactions, savepoints of every kind, rollbacks, restores, readers, reopenings and crashes against sorted
 * maps. Every difference, and every page that is lost or used twice, is an {@link AssertionError} that names the seed.
 */
final class DatabaseModel {
    private static final TableDefinition<Long, String> NUMBERS =
            TableDefinition.of("numbers", Codecs.LONG, Codecs.STRING);
    private static final TableDefinition<String, byte[]> WORDS =
            TableDefinition.of("words", Codecs.STRING, Codecs.BYTES);

    /** The content of two tables, and of those that come and go. */
    private record Content(
            TreeMap<Long, String> numbers,
            TreeMap<String, byte[]> words,
            NavigableMap<String, NavigableMap<Long, String>> others) {
        Content() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        Content copy() {
            return new Content(new TreeMap<>(numbers), new TreeMap<>(words), NamedTableSteps.copy(others));
        }

        long size() {
            return numbers.size()
                    + words.size()
                    + others.values().stream().mapToLong(Map::size).sum();
        }
    }

    private record Reader(ReadTransaction transaction, Content content) {}

    private final SplittableRandom random;
    private final Function<StorageFile, Database> opener;
    private final TableSteps steps;
    private final NamedTableSteps named;
    private final SavepointSteps<Content> kept;
    private final List<Reader> readers = new ArrayList<>();
    private MemoryStorageFile file;
    private Database database;
    private Content committed = new Content();
    private static final int MOST_STEPS = 2_000;

    private long operations;

    /** What each version held that a crash may leave, from the last one that is certain to be durable on. */
    private final TreeMap<Long, Durable> history = new TreeMap<>();

    /** A version with its persistent savepoints. */
    private record Durable(Content content, SortedMap<String, Content> savepoints) {}

    DatabaseModel(long seed, Function<StorageFile, Database> opener) {
        this.random = new SplittableRandom(seed);
        this.steps = new TableSteps(random);
        this.named = new NamedTableSteps(random);
        this.kept = new SavepointSteps<>(random, NUMBERS, new SavepointSteps.Contents<>() {
            @Override
            public Map<Long, String> numbers(Content content) {
                return content.numbers();
            }

            @Override
            public void compare(ReadTransaction transaction, Content content) {
                DatabaseModel.this.compare(transaction, content);
            }
        });
        this.opener = opener;
        this.file = new MemoryStorageFile("model " + seed);
        this.database = opener.apply(file);
        history.put(0L, new Durable(committed, new TreeMap<>()));
    }

    /** Runs so many transactions and returns the number of operations in them. */
    long run(int transactions) {
        for (int i = 0; i < transactions; i++) {
            runTransaction();
            changeReaders();
            kept.between(database, committed);
            VerifyReport report = database.verify();
            assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
            assertEquals(committed.size(), report.entries());
            switch (random.nextInt(40)) {
                case 0, 1 -> reopen();
                case 2 -> crash();
                case 3 -> {
                    database.flush();
                    forgetBefore(database.statistics().version());
                }
                case 4 -> {
                    database.checkpoint();
                    forgetBefore(database.statistics().version());
                }
                default -> database.step();
            }
        }
        closeReaders();
        kept.compareAll(database);
        kept.end(database);
        clearAndCheckThatNoPageIsLeft();
        database.close();
        return operations;
    }

    private void runTransaction() {
        Content content = committed.copy();
        Durability durability = random.nextBoolean() ? Durability.IMMEDIATE : Durability.EVENTUAL;
        try (WriteTransaction transaction = database.beginWrite().durability(durability)) {
            kept.begin();
            content = change(transaction, content);
            compare(transaction.open(NUMBERS), content.numbers());
            int end = random.nextInt(4);
            if (end > 0) {
                long version = random.nextInt(4) == 0 ? commitAsync(transaction) : transaction.commit();
                committed = content;
                history.put(version, new Durable(committed, kept.committed(committed)));
                if (durability == Durability.IMMEDIATE) {
                    forgetBefore(version);
                }
            } else if (random.nextBoolean()) {
                transaction.rollback();
            }
        }
        try (ReadTransaction transaction = database.beginRead()) {
            compare(transaction, committed);
        }
    }

    private long commitAsync(WriteTransaction transaction) {
        CompletableFuture<Long> commit = transaction.commitAsync();
        database.flush();
        return commit.join();
    }

    /** A version has become durable: no crash leaves an older one. */
    private void forgetBefore(long version) {
        history.headMap(version).clear();
    }

    /** Changes at random with nested savepoints and returns the content that must be there in the end. */
    private Content change(WriteTransaction transaction, Content start) {
        Content content = start;
        Deque<Savepoint> savepoints = new ArrayDeque<>();
        Deque<Content> saved = new ArrayDeque<>();
        Deque<SortedMap<String, @Nullable Content>> asked = new ArrayDeque<>();
        int steps = random.nextInt(8) == 0 ? random.nextInt(1, MOST_STEPS) : random.nextInt(1, 120);
        for (int step = 0; step < steps; step++) {
            int choice = random.nextInt(24);
            if (choice == 0) {
                savepoints.push(transaction.savepoint());
                saved.push(content.copy());
                asked.push(kept.mark());
            } else if (choice == 1 && !savepoints.isEmpty()) {
                int depth = random.nextInt(savepoints.size());
                for (int i = 0; i < depth; i++) {
                    savepoints.pop();
                    saved.pop();
                    asked.pop();
                }
                savepoints.element().rollback();
                content = saved.element().copy();
                kept.rollBackTo(asked.element());
            } else if (choice == 2 && !savepoints.isEmpty()) {
                savepoints.pop().release();
                saved.pop();
                asked.pop();
            } else if (choice == 3 && random.nextInt(6) == 0) {
                Content restored = kept.change(database, transaction);
                content = restored == null ? content : restored.copy();
            } else if (choice == 4) {
                operations++;
                named.change(transaction, content.others());
            } else {
                operations++;
                changeEntry(transaction, content);
            }
        }
        return content;
    }

    private void changeEntry(WriteTransaction transaction, Content content) {
        Table<Long, String> numbers = transaction.open(NUMBERS);
        Table<String, byte[]> words = transaction.open(WORDS);
        long number = random.nextLong(-300, 300);
        String word = "word-" + Integer.toString(random.nextInt(200), 5);
        switch (random.nextInt(17)) {
            case 0, 1, 2 -> {
                String value = "value " + random.nextLong() + "x".repeat(random.nextInt(60));
                numbers.put(number, value);
                content.numbers().put(number, value);
            }
            case 3 -> assertEquals(content.numbers().remove(number), numbers.getAndRemove(number));
            case 4 -> {
                byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(9_000) : random.nextInt(80)];
                random.nextBytes(value);
                words.put(word, value);
                content.words().put(word, value);
            }
            case 5 -> assertEquals(content.words().remove(word) != null, words.remove(word));
            case 6 -> {
                numbers.delete(number);
                content.numbers().remove(number);
            }
            case 7 -> {
                words.delete(word);
                content.words().remove(word);
            }
            case 8 -> putSorted(numbers, content, number);
            case 9 -> {
                Entry<Long, String> first = numbers.popFirst();
                Map.Entry<Long, String> expected = content.numbers().pollFirstEntry();
                if (expected == null) {
                    assertNull(first);
                } else {
                    assertEquals(new Entry<>(expected.getKey(), expected.getValue()), first);
                }
            }
            case 10 -> {
                String result = numbers.compute(number, (key, value) -> value == null ? "new" : null);
                assertEquals(content.numbers().compute(number, (key, value) -> value == null ? "new" : null), result);
            }
            case 11 -> steps.changeWithStreams(words, content.words(), word);
            default -> steps.change(numbers, content.numbers());
        }
    }

    /** Puts a run of numbers; sometimes with one out of order, which must put none. */
    private void putSorted(Table<Long, String> numbers, Content content, long first) {
        TreeMap<Long, String> run = new TreeMap<>();
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            run.put(first + random.nextInt(80), "sorted " + random.nextInt());
        }
        List<Entry<Long, String>> entries = new ArrayList<>();
        run.forEach((key, value) -> entries.add(new Entry<>(key, value)));
        if (run.size() > 1 && random.nextInt(3) == 0) {
            entries.add(new Entry<>(run.firstKey(), "out of order"));
            UnsortedEntriesException refused =
                    assertThrows(UnsortedEntriesException.class, () -> numbers.putSorted(entries.iterator()));
            assertEquals(run.size(), refused.position());
        } else {
            assertEquals(run.size(), numbers.putSorted(entries.iterator()));
            content.numbers().putAll(run);
        }
    }

    private void changeReaders() {
        if (random.nextInt(3) == 0) {
            readers.add(new Reader(database.beginRead(), committed.copy()));
        }
        for (Reader reader : readers) {
            compare(reader.transaction(), reader.content());
        }
        if (!readers.isEmpty() && random.nextInt(3) == 0) {
            readers.remove(random.nextInt(readers.size())).transaction().close();
        }
    }

    private void closeReaders() {
        readers.forEach(reader -> reader.transaction().close());
        readers.clear();
    }

    private void compare(ReadTransaction transaction, Content content) {
        compare(transaction.open(NUMBERS), content.numbers());
        NamedTableSteps.compare(transaction, content.others());
        ReadableTable<String, byte[]> words = transaction.open(WORDS);
        assertEquals(content.words().size(), words.size());
        content.words().forEach((word, value) -> assertArrayEquals(value, words.get(word)));
    }

    private void compare(ReadableTable<Long, String> table, NavigableMap<Long, String> model) {
        Cursor<Long, String> cursor = table.cursor();
        for (Map.Entry<Long, String> entry : model.entrySet()) {
            assertTrue(cursor.next());
            assertEquals(entry.getKey(), cursor.key());
            assertEquals(entry.getValue(), cursor.value());
        }
        assertEquals(false, cursor.next());
        assertEquals(model.size(), table.size());
        long low = random.nextLong(-310, 310);
        long high = low + random.nextInt(200);
        assertEquals(model.subMap(low, high).size(), table.count(KeyRange.closedOpen(low, high)));
        Cursor<Long, String> backward = table.cursor(KeyRange.closedOpen(low, high));
        for (Long key : model.subMap(low, true, high, false).descendingKeySet()) {
            assertTrue(backward.previous());
            assertEquals(key, backward.key());
        }
        assertEquals(false, backward.previous());
        assertEquals(model.get(low), table.get(low));
    }

    private void reopen() {
        closeReaders();
        database.close();
        file = new MemoryStorageFile(file.description(), file.toBytes());
        database = opener.apply(file);
        long version = database.statistics().version();
        assertEquals(history.lastKey(), version);
        forgetBefore(version);
        kept.reopened(Objects.requireNonNull(history.get(version)).savepoints());
        try (ReadTransaction transaction = database.beginRead()) {
            compare(transaction, committed);
        }
        kept.compareAll(database);
    }

    /** Goes on with what the file holds, as after a kill; what waited for the disk is there. */
    private void crash() {
        closeReaders();
        file = new MemoryStorageFile(file.description(), file.toBytes());
        database = opener.apply(file);
        long version = database.statistics().version();
        Durable found = history.get(version);
        assertNotNull(found, () -> "version " + version + " is none of " + history.keySet());
        history.tailMap(version, false).clear();
        forgetBefore(version);
        committed = found.content();
        kept.reopened(found.savepoints());
        try (ReadTransaction transaction = database.beginRead()) {
            compare(transaction, committed);
        }
        kept.compareAll(database);
    }

    private void clearAndCheckThatNoPageIsLeft() {
        database.execute(transaction -> {
            transaction.open(NUMBERS).clear();
            transaction.open(WORDS).clear();
            committed.others().keySet().forEach(transaction::drop);
        });
        committed = new Content();
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
        // The catalog and the system tree are a leaf each.
        assertTrue(report.pages() <= 2, "pages left: " + report.pages());
    }
}
