package org.copsedb.benchmark.durability;

import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.ReadTransaction;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.benchmark.system.Samples;
import org.copsedb.benchmark.workload.Entries;
import org.copsedb.codec.Codecs;

/** A database with entries of 24 + 150 bytes, numbered from 0 on. One thread writes or reads through one object. */
final class SampleDatabase {
    static final TableDefinition<byte[], byte[]> TABLE = TableDefinition.of("entries", Codecs.BYTES, Codecs.BYTES);
    /** How many entries a loading transaction has: its pages fit the heap at any size of the database. */
    private static final int LOAD = 250_000;

    private final Database database;
    private final SplittableRandom random;
    private final Entries entries = new Entries();
    private final byte[] key = new byte[Entries.KEY_SIZE];
    private final byte[] value = new byte[Entries.VALUE_SIZE];

    SampleDatabase(Database database, long seed) {
        this.database = database;
        this.random = new SplittableRandom(seed);
    }

    /** Returns options under which no checkpoint begins by itself. */
    static DatabaseOptions withoutCheckpoints() {
        return DatabaseOptions.defaults().journalBytes(4L << 30).dirtyBytes(4L << 30);
    }

    Database database() {
        return database;
    }

    /** Writes the entries 0 to count - 1. */
    void load(long count) {
        for (long begin = 0; begin < count; begin += LOAD) {
            long end = Math.min(count, begin + LOAD);
            long start = begin;
            database.execute(transaction -> {
                Table<byte[], byte[]> table = transaction.open(TABLE);
                for (long i = start; i < end; i++) {
                    put(table, i);
                }
            });
        }
    }

    /** Writes values of entries chosen at random among the first ones, in one transaction. */
    void change(long among, int count, Durability durability) {
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<byte[], byte[]> table = transaction.open(TABLE);
            for (int i = 0; i < count; i++) {
                put(table, random.nextLong(among));
            }
            transaction.durability(durability).commit();
        }
    }

    private void put(Table<byte[], byte[]> table, long number) {
        Entries.key(number, key);
        entries.value(number, value);
        table.put(key, value);
    }

    /** Reads one of the first entries in a transaction of its own. */
    void read(long among) {
        long number = random.nextLong(among);
        Entries.key(number, key);
        try (ReadTransaction transaction = database.beginRead()) {
            if (transaction.open(TABLE).get(key) == null) {
                throw new IllegalStateException("entry " + number + " is missing");
            }
        }
    }

    /** Changes entries until so many bytes of pages lie in memory alone. */
    void dirty(long among, long bytes) {
        while (database.statistics().dirtyBytes() < bytes) {
            change(among, 1_000, Durability.EVENTUAL);
        }
        database.flush();
    }

    /** Changes so many entries, each in a durable transaction of its own; returns each one's time. */
    Samples durableWrites(long among, int count) {
        Samples samples = new Samples(count);
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            change(among, 1, Durability.IMMEDIATE);
            samples.add((double) (System.nanoTime() - start));
        }
        return samples;
    }
}
