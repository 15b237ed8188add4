package org.copsedb.process;

import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.Durability;
import org.copsedb.Savepoint;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;

/**
 * What each writer's transactions change: a function of the writer and the number of the transaction alone, so that
 * whoever knows how many commits a writer has made knows everything that it has written.
 */
final class Workload {
    /** The number of commits of each writer, and of all of them under {@link #ALL_WRITERS}. */
    static final TableDefinition<Integer, Long> COMMITS = TableDefinition.of("commits", Codecs.INT, Codecs.LONG);

    /** What they wrote; each writer has keys of its own. */
    static final TableDefinition<Long, byte[]> ENTRIES = TableDefinition.of("entries", Codecs.LONG, Codecs.BYTES);

    static final int ALL_WRITERS = -1;

    private static final int KEYS = 5_000;
    private static final int MOST_CHANGES = 30;
    private static final int SMALL_BYTES = 300;
    private static final int LARGE_BYTES = 60_000;

    private Workload() {}

    /** Takes a key and its new value; none means that the key is removed. */
    interface Change {
        void apply(long key, byte @Nullable [] value);
    }

    static void forEachChange(int writer, long number, Change change) {
        SplittableRandom random = new SplittableRandom(number * 1_000_003 + writer);
        int count = random.nextInt(1, MOST_CHANGES);
        for (int i = 0; i < count; i++) {
            long key = ((long) writer << 32) + random.nextInt(KEYS);
            if (random.nextInt(4) == 0) {
                change.apply(key, null);
                continue;
            }
            byte[] value = new byte[random.nextInt(random.nextInt(80) == 0 ? LARGE_BYTES : SMALL_BYTES)];
            random.nextBytes(value);
            change.apply(key, value);
        }
    }

    /**
     * Makes the next commit of a writer. Now and then something is rolled back before, which must leave no trace.
     *
     * @return what can be acknowledged now
     */
    static Acknowledgement commit(Database database, int writer, Durability durability) {
        try (WriteTransaction transaction = database.beginWrite()) {
            Acknowledgement acknowledgement = change(transaction.durability(durability), writer);
            if (acknowledgement.number() % 7 != 0) {
                transaction.commit();
                return acknowledgement;
            }
        }
        try (WriteTransaction transaction = database.beginWrite()) {
            Acknowledgement acknowledgement = change(transaction.durability(durability), writer);
            transaction.commit();
            return acknowledgement;
        }
    }

    private static Acknowledgement change(WriteTransaction transaction, int writer) {
        Table<Integer, Long> commits = transaction.open(COMMITS);
        long number = increment(commits, writer);
        Table<Long, byte[]> entries = transaction.open(ENTRIES);
        if (number % 5 == 0) {
            Savepoint savepoint = transaction.savepoint();
            apply(entries, writer, number + 1);
            increment(commits, ALL_WRITERS);
            entries.clear();
            savepoint.rollback();
        }
        apply(entries, writer, number);
        return new Acknowledgement(writer, number, increment(commits, ALL_WRITERS), true);
    }

    private static long increment(Table<Integer, Long> commits, int key) {
        Long old = commits.get(key);
        long number = old == null ? 1 : old + 1;
        commits.put(key, number);
        return number;
    }

    private static void apply(Table<Long, byte[]> entries, int writer, long number) {
        forEachChange(writer, number, (key, value) -> {
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        });
    }
}
