package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import org.copsedb.codec.Codecs;
import org.junit.jupiter.api.Test;

/**
 * A savepoint costs the same whatever the size of the database, and a rollback what was changed since. The larger of
 * the two databases has {@code -Dcopsedb.gigabytes=} gigabytes of pages in use, most of them of one value of zeros.
 */
final class SavepointCostTest {
    private static final TableDefinition<Long, Long> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.LONG);
    private static final TableDefinition<String, byte[]> FILES =
            TableDefinition.of("files", Codecs.STRING, Codecs.BYTES);
    private static final long ENTRIES = 200_000;
    private static final int ROUNDS = 15;

    /**
     * What a busy machine may add, in nanoseconds and as a factor; what grew with the database would be 256 times as
     * much.
     */
    private static final double NOISE = 50_000;

    private static final double FACTOR = 10;

    /** Zeros, as many as are wanted. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            Arrays.fill(target, from, from + count, (byte) 0);
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    private record Cost(String what, double nanos) {}

    /** Returns the least time of some rounds, per repetition. */
    private static double best(int repetitions, IntConsumer action) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                action.accept(i);
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) repetitions);
        }
        return best;
    }

    private static void changeAndRollBack(WriteTransaction transaction, Table<Long, Long> table, int changes) {
        try (Savepoint savepoint = transaction.savepoint()) {
            for (int i = 0; i < changes; i++) {
                table.getAndPut(i * (ENTRIES / changes), -1L);
            }
            savepoint.rollback();
        }
    }

    private static List<Cost> measure(long bytes) throws Exception {
        DatabaseOptions options =
                DatabaseOptions.defaults().cacheBytes(64 << 20).dirtyBytes(32 << 20);
        List<Cost> costs = new ArrayList<>();
        try (Database database = Database.open(new SparseStorageFile(), options)) {
            database.execute(transaction -> {
                transaction
                        .open(TABLE)
                        .putSorted(LongStream.range(0, ENTRIES)
                                .mapToObj(key -> new Entry<>(key, key))
                                .iterator());
                transaction.open(FILES).writeValue("zeros", new Zeros(bytes));
            });
            assertTrue(database.statistics().fileBytes() >= bytes);
            try (WriteTransaction transaction = database.beginWrite()) {
                Table<Long, Long> table = transaction.open(TABLE);
                table.put(1L, 1L);
                assertEquals(ENTRIES, table.size());
                costs.add(new Cost(
                        "nested savepoint, set and released",
                        best(2_000, i -> transaction.savepoint().release())));
                for (int changes : new int[] {1, 10, 100, 1_000}) {
                    costs.add(new Cost(
                            "nested savepoint, " + changes + " of 200,000 entries changed, rolled back",
                            best(1 + 500 / changes, i -> changeAndRollBack(transaction, table, changes))));
                }
            }
            costs.add(new Cost(
                    "ephemeral savepoint, set and closed",
                    best(2_000, i -> database.savepoint().close())));
            try (Savepoint savepoint = database.savepoint()) {
                costs.add(new Cost("restore of an ephemeral savepoint after 10 changes, undone", best(20, i -> {
                    try (WriteTransaction transaction = database.beginWrite()) {
                        for (long key = 0; key < 10; key++) {
                            transaction.open(TABLE).getAndPut(key * 20_000, -1L);
                        }
                        transaction.restoreSavepoint(savepoint);
                    }
                })));
            }
        }
        return costs;
    }

    @Test
    void costsDoNotGrowWithTheDatabase() throws Exception {
        long gigabytes = Long.getLong("copsedb.gigabytes", 0);
        long large = gigabytes == 0 ? 256L << 20 : gigabytes << 30;
        measure(1 << 20); // compiles what is measured
        List<Cost> small = measure(gigabytes == 0 ? 1 << 20 : 1L << 30);
        List<Cost> grown = measure(large);
        for (int i = 0; i < small.size(); i++) {
            Cost one = small.get(i);
            double two = grown.get(i).nanos();
            System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", one.what(), one.nanos() / 1e3, two / 1e3);
            assertTrue(two < FACTOR * one.nanos() + NOISE, () -> one + " against " + two + " ns in the larger one");
        }
        double limit = gigabytes == 0 ? NOISE : 2_000;
        assertTrue(grown.get(0).nanos() < limit, () -> grown.get(0).toString());
    }
}
