package org.copsedb.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.copsedb.Cursor;
import org.copsedb.Database;
import org.copsedb.MultimapDefinition;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableMultimap;
import org.copsedb.ReadableTable;
import org.copsedb.SavepointInfo;
import org.copsedb.TableDefinition;
import org.copsedb.codec.Codecs;

/** All tables and entries of one version, as sorted maps, and those of the persistent savepoints that it knows. */
final class DatabaseContent {
    private NavigableMap<String, NavigableMap<Long, byte[]>> tables = new TreeMap<>();

    /** The pairs of each multimap; none of a table's name. */
    private NavigableMap<String, NavigableMap<Long, NavigableSet<Long>>> multimaps = new TreeMap<>();

    /** What each persistent savepoint keeps; never changed. */
    private final NavigableMap<String, DatabaseContent> savepoints = new TreeMap<>();

    /** Defines a table of the tests. */
    static TableDefinition<Long, byte[]> definition(String name) {
        return TableDefinition.of(name, Codecs.LONG, Codecs.BYTES);
    }

    /** Defines a multimap of the tests. */
    static MultimapDefinition<Long, Long> pairs(String name) {
        return MultimapDefinition.of(name, Codecs.LONG, Codecs.LONG);
    }

    DatabaseContent copy() {
        DatabaseContent copy = copyOfTables();
        copy.savepoints.putAll(savepoints);
        return copy;
    }

    private DatabaseContent copyOfTables() {
        DatabaseContent copy = new DatabaseContent();
        tables.forEach((name, entries) -> copy.tables.put(name, new TreeMap<>(entries)));
        multimaps.forEach((name, pairs) -> {
            NavigableMap<Long, NavigableSet<Long>> copied = new TreeMap<>();
            pairs.forEach((key, values) -> copied.put(key, new TreeSet<>(values)));
            copy.multimaps.put(name, copied);
        });
        return copy;
    }

    /** Returns the pairs of a multimap, which comes into being if there is none. */
    NavigableMap<Long, NavigableSet<Long>> multimap(String name) {
        return multimaps.computeIfAbsent(name, absent -> new TreeMap<>());
    }

    boolean hasMultimap(String name) {
        return multimaps.containsKey(name);
    }

    /** Takes a table or multimap away; returns whether there was one. */
    boolean drop(String name) {
        boolean wasMultimap = multimaps.remove(name) != null;
        return tables.remove(name) != null || wasMultimap;
    }

    /** Gives a table another name, if there is one, and none of the new name; returns whether that was so. */
    boolean rename(String name, String newName) {
        if (!tables.containsKey(name) || tables.containsKey(newName)) {
            return false;
        }
        tables.put(newName, tables.remove(name));
        return true;
    }

    void put(String table, long key, byte[] value) {
        tables.computeIfAbsent(table, name -> new TreeMap<>()).put(key, value);
    }

    void remove(String table, long key) {
        if (tables.containsKey(table)) {
            entries(table).remove(key);
        }
    }

    void clear(String table) {
        if (tables.containsKey(table)) {
            entries(table).clear();
        }
    }

    /** Returns the entries of a table; empty if there is none. */
    NavigableMap<Long, byte[]> entries(String table) {
        return tables.getOrDefault(table, new TreeMap<>());
    }

    /** Returns the names of the persistent savepoints. */
    List<String> savepointNames() {
        return List.copyOf(savepoints.keySet());
    }

    /** Keeps the tables as they are now. */
    void keep(String savepoint) {
        savepoints.put(savepoint, copyOfTables());
    }

    void forget(String savepoint) {
        savepoints.remove(savepoint);
    }

    /** Returns all tables to what a savepoint keeps. */
    void restore(String savepoint) {
        restore(content(savepoint));
    }

    /** Returns all tables to what another content has. */
    void restore(DatabaseContent kept) {
        DatabaseContent copy = kept.copyOfTables();
        tables = copy.tables;
        multimaps = copy.multimaps;
    }

    private DatabaseContent content(String savepoint) {
        DatabaseContent kept = savepoints.get(savepoint);
        if (kept == null) {
            throw new AssertionError("there should be no savepoint " + savepoint);
        }
        return kept;
    }

    /** Returns how many entries there are in all tables. */
    long size() {
        long pairs = multimaps.values().stream()
                .flatMap(multimap -> multimap.values().stream())
                .mapToLong(NavigableSet::size)
                .sum();
        return pairs + tables.values().stream().mapToLong(Map::size).sum();
    }

    /**
     * Compares every entry of the head and of every savepoint.
     *
     * @throws AssertionError if there is a difference
     */
    void requireEqual(Database database) {
        try (ReadTransaction head = database.beginRead()) {
            requireEqual(head);
        }
        List<String> names =
                database.savepoints().stream().map(SavepointInfo::name).sorted().toList();
        if (!names.equals(savepointNames())) {
            throw new AssertionError("savepoints " + names + " instead of " + savepointNames());
        }
        savepoints.forEach((name, kept) -> {
            try (ReadTransaction transaction = database.beginRead(name)) {
                kept.requireEqual(transaction);
            }
        });
    }

    /**
     * Compares every entry with what a transaction sees.
     *
     * @throws AssertionError if there is a difference
     */
    void requireEqual(ReadTransaction transaction) {
        TreeSet<String> names = new TreeSet<>(tables.keySet());
        names.addAll(multimaps.keySet());
        if (!transaction.tables().equals(List.copyOf(names))) {
            throw new AssertionError("tables " + transaction.tables() + " instead of " + names);
        }
        multimaps.forEach((name, pairs) -> {
            ReadableMultimap<Long, Long> found = transaction.open(pairs(name));
            long expected =
                    pairs.values().stream().mapToLong(NavigableSet::size).sum();
            if (found.size() != expected) {
                throw new AssertionError(found.size() + " pairs in multimap " + name + " instead of " + expected);
            }
            pairs.forEach((key, values) -> {
                if (!values.equals(new TreeSet<>(found.values(key)))) {
                    throw new AssertionError("other values in multimap " + name + " of key " + key);
                }
            });
        });
        tables.forEach((name, entries) -> requireEqual(name, entries, transaction.open(definition(name))));
    }

    private static void requireEqual(
            String name, NavigableMap<Long, byte[]> entries, ReadableTable<Long, byte[]> table) {
        if (table.size() != entries.size()) {
            throw new AssertionError(table.size() + " entries in table " + name + " instead of " + entries.size());
        }
        Cursor<Long, byte[]> cursor = table.cursor();
        for (Map.Entry<Long, byte[]> entry : entries.entrySet()) {
            if (!cursor.next()) {
                throw new AssertionError("table " + name + " ends before key " + entry.getKey());
            }
            if (!entry.getKey().equals(cursor.key()) || !Arrays.equals(entry.getValue(), cursor.value())) {
                throw new AssertionError("another entry in table " + name + " in place of key " + entry.getKey()
                        + ": key " + cursor.key());
            }
        }
        if (cursor.next()) {
            throw new AssertionError("table " + name + " goes on with key " + cursor.key());
        }
    }
}
