package org.copsedb.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Entry;
import org.copsedb.KeyRange;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.VerifyReport;
import org.copsedb.codec.Codecs;
import org.copsedb.storage.CopseException;
import org.jspecify.annotations.Nullable;

/**
 * Commits until the disk takes no more, and says what happens then: a line of each event. It ends with an error only if
 * something is lost or wrong.
 */
final class FillingProgram {
    static final TableDefinition<Long, byte[]> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.BYTES);

    private static final int BATCH = 40;
    private static final int VALUE_BYTES = 2_000;
    private static final int MOST_BATCHES = 2_000;

    private FillingProgram() {}

    /** Fills the file that is named by the argument. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        DatabaseOptions options = DatabaseOptions.defaults().cacheBytes(2 << 20);
        long batches = 0;
        try (Database database = Database.open(path, options)) {
            CopseException refused = null;
            while (refused == null && batches < MOST_BATCHES) {
                refused = tryPut(database, batches);
                if (refused == null) {
                    batches++;
                }
            }
            System.out.println("committed " + batches);
            System.out.println("refused " + refused);
            require(countBatches(database, 0) == batches, "the refused transaction is seen");
            // It has room for less, and needs no new opening.
            System.out.println("removed " + tryRemove(database, 0));
            require(countBatches(database, 1) == batches, "after a removal");
            database.checkpoint(); // what was removed is free once no durable state has it
            System.out.println("put again " + tryPut(database, 0));
            require(countBatches(database, 0) == batches, "after a second put");
        }
        try (Database database = Database.open(path, options)) {
            VerifyReport report = database.verify();
            require(report.isSound(), report.findings().toString());
            long found = countBatches(database, 0);
            require(found == batches, "committed " + batches + ", found " + found);
            System.out.println("reopened " + found);
            System.out.println("emptied " + tryEmpty(database, found));
        }
    }

    /** Puts a batch, and returns why that was not possible. */
    private static @Nullable CopseException tryPut(Database database, long batch) {
        try {
            database.execute(transaction -> {
                Table<Long, byte[]> table = transaction.open(TABLE);
                for (long key = batch * BATCH; key < (batch + 1) * BATCH; key++) {
                    table.put(key, value(key));
                }
            });
            return null;
        } catch (CopseException refused) {
            return refused;
        }
    }

    /** Removes a batch, and returns why that was not possible. */
    private static @Nullable CopseException tryRemove(Database database, long batch) {
        try {
            database.execute(transaction -> {
                Table<Long, byte[]> table = transaction.open(TABLE);
                for (long key = batch * BATCH; key < (batch + 1) * BATCH; key++) {
                    table.remove(key);
                }
            });
            return null;
        } catch (CopseException refused) {
            return refused;
        }
    }

    private static @Nullable CopseException tryEmpty(Database database, long batches) {
        CopseException refused = null;
        for (long batch = 0; batch < batches && refused == null; batch++) {
            refused = tryRemove(database, batch);
            if (refused != null) {
                database.checkpoint();
                refused = tryRemove(database, batch);
            }
        }
        return refused;
    }

    static byte[] value(long key) {
        byte[] value = new byte[VALUE_BYTES];
        new SplittableRandom(key).nextBytes(value);
        return value;
    }

    /** Returns the number after the last batch. The batches from the first on must be whole and as they were put. */
    static long countBatches(Database database, long first) {
        return database.read(transaction -> {
            long[] next = {first * BATCH};
            transaction.open(TABLE).forEach(KeyRange.all(), (Entry<Long, byte[]> entry) -> {
                require(entry.key() == next[0], "key " + entry.key() + " instead of " + next[0]);
                require(Arrays.equals(entry.value(), value(next[0])), "the value of key " + next[0]);
                next[0]++;
            });
            require(next[0] % BATCH == 0, next[0] + " entries: part of a transaction");
            return next[0] / BATCH;
        });
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
