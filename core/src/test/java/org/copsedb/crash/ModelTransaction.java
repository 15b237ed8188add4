package org.copsedb.crash;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.copsedb.KeyRange;
import org.copsedb.Multimap;
import org.copsedb.MutableCursor;
import org.copsedb.Savepoint;
import org.copsedb.Table;
import org.copsedb.WriteTransaction;

/** Changes a database and the content it must have, alike. */
final class ModelTransaction {
    private final WriteTransaction transaction;
    private final SplittableRandom random;
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();
    private final Deque<DatabaseContent> saved = new ArrayDeque<>();
    private final List<String> persisted = new ArrayList<>();
    private DatabaseContent content;

    ModelTransaction(WriteTransaction transaction, DatabaseContent content, SplittableRandom random) {
        this.transaction = transaction;
        this.content = content;
        this.random = random;
    }

    /** Returns what the database must hold if the transaction commits now. */
    DatabaseContent content() {
        DatabaseContent committed = content.copy();
        persisted.forEach(committed::keep);
        return committed;
    }

    /** Makes the state that is committed a savepoint. */
    void persistSavepoint(String name) {
        transaction.persistSavepoint(name);
        persisted.add(name);
    }

    void deleteSavepoint(String name) {
        transaction.deleteSavepoint(name);
        content.forget(name);
    }

    void restoreSavepoint(String name) {
        transaction.restoreSavepoint(name);
        content.restore(name);
    }

    /** Restores a savepoint that was set on a committed version. */
    void restore(EphemeralPoint point) {
        transaction.restoreSavepoint(point.savepoint());
        content.restore(point.content());
    }

    /** Returns a savepoint that an earlier transaction made; empty if there is none. */
    Optional<String> anySavepoint() {
        List<String> names = content.savepointNames();
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(random.nextInt(names.size())));
    }

    SplittableRandom random() {
        return random;
    }

    /** Puts random bytes. */
    void put(String table, long key, int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        transaction.open(DatabaseContent.definition(table)).put(key, value);
        content.put(table, key, value);
    }

    void remove(String table, long key) {
        transaction.open(DatabaseContent.definition(table)).remove(key);
        content.remove(table, key);
    }

    void clear(String table) {
        transaction.open(DatabaseContent.definition(table)).clear();
        content.clear(table);
    }

    /** Removes a range of keys, or goes through one with a condition or a cursor that changes it. */
    void changeRange(String table, int keys) {
        long low = random.nextInt(keys);
        long high = low + random.nextInt(12);
        KeyRange<Long> range = KeyRange.closedOpen(low, high);
        Table<Long, byte[]> open = transaction.open(DatabaseContent.definition(table));
        SortedMap<Long, byte[]> part = content.entries(table).subMap(low, high);
        switch (random.nextInt(4)) {
            case 0 -> {
                open.removeRange(range);
                part.clear();
            }
            case 1 -> {
                open.removeRange(KeyRange.greaterThan(high));
                content.entries(table).tailMap(high, false).clear();
            }
            case 2 -> {
                open.removeIf(range, (key, value) -> key % 2 == 0);
                part.keySet().removeIf(key -> key % 2 == 0);
            }
            default -> {
                MutableCursor<Long, byte[]> cursor = open.mutableCursor(range);
                while (cursor.next()) {
                    long key = cursor.key();
                    if (random.nextBoolean()) {
                        cursor.remove();
                        content.remove(table, key);
                    } else {
                        byte[] value = new byte[random.nextInt(60)];
                        random.nextBytes(value);
                        cursor.set(value);
                        content.put(table, key, value);
                    }
                }
            }
        }
    }

    /** Puts three entries for each one that is removed, at random. */
    void changeSome(String table, int count, int keys) {
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) {
                remove(table, random.nextInt(keys));
            } else {
                put(table, random.nextInt(keys), random.nextInt(60));
            }
        }
    }

    /** Drops a table, or gives it another name, if that can be. */
    void changeName(String table, String newName) {
        if (random.nextInt(3) == 0) {
            if (content.drop(table) != transaction.drop(table)) {
                throw new AssertionError("table " + table + " was not where it should be");
            }
        } else if (content.rename(table, newName)) {
            transaction.rename(table, newName);
        }
    }

    /** Changes pairs of a multimap; answers that change nothing make no multimap. */
    void changePairs(String multimap, int count) {
        Multimap<Long, Long> pairs = transaction.open(DatabaseContent.pairs(multimap));
        for (int i = 0; i < count; i++) {
            long key = random.nextInt(12);
            long value = random.nextInt(30);
            if (random.nextInt(4) > 0) {
                pairs.put(key, value);
                content.multimap(multimap)
                        .computeIfAbsent(key, absent -> new TreeSet<>())
                        .add(value);
            } else if (random.nextBoolean()) {
                pairs.removeAll(key);
                if (content.hasMultimap(multimap)) {
                    content.multimap(multimap).remove(key);
                }
            } else {
                pairs.remove(key, value);
                if (content.hasMultimap(multimap)) {
                    content.multimap(multimap)
                            .getOrDefault(key, new TreeSet<>())
                            .remove(value);
                }
            }
        }
    }

    /** Puts a value that comes as a stream. */
    void putStream(String table, long key, int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        try {
            transaction.open(DatabaseContent.definition(table)).writeValue(key, new ByteArrayInputStream(value));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        content.put(table, key, value);
    }

    /** Changes a table that has entries through its view as a map. */
    void changeThroughMap(String table, int keys) {
        put(table, random.nextInt(keys), 20);
        NavigableMap<Long, byte[]> map =
                transaction.open(DatabaseContent.definition(table)).asMap();
        NavigableMap<Long, byte[]> expected = content.entries(table);
        long low = random.nextInt(keys);
        map.headMap(low, true).pollLastEntry();
        expected.headMap(low, true).pollLastEntry();
        map.subMap(low, true, low + 5, false).clear();
        expected.subMap(low, true, low + 5, false).clear();
        map.merge(low, new byte[] {1, 2, 3}, (before, now) -> now);
        expected.put(low, new byte[] {1, 2, 3});
        map.descendingMap().keySet().removeIf(key -> key % 7 == 0);
        expected.keySet().removeIf(key -> key % 7 == 0);
    }

    void setSavepoint() {
        savepoints.push(transaction.savepoint());
        saved.push(content.copy());
    }

    /** Returns to the latest savepoint, which stays. */
    void rollBackToSavepoint() {
        savepoints.element().rollback();
        content = saved.element().copy();
    }

    void releaseSavepoint() {
        savepoints.pop().release();
        saved.pop();
    }

    /** Compares all tables as the transaction sees them. */
    void compare() {
        for (String table : transaction.tables()) {
            if (content.hasMultimap(table)) {
                continue;
            }
            if (transaction.open(DatabaseContent.definition(table)).size()
                    != content.entries(table).size()) {
                throw new AssertionError("table " + table + " has another size within the transaction");
            }
        }
    }
}
