package org.copsedb.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.copsedb.KeyRange;
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
            if (transaction.open(DatabaseContent.definition(table)).size()
                    != content.entries(table).size()) {
                throw new AssertionError("table " + table + " has another size within the transaction");
            }
        }
    }
}
