package org.copsedb.process;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.KeyRange;
import org.copsedb.Savepoint;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.VerifyReport;
import org.copsedb.codec.Codecs;

/** Makes one transaction that is larger than its heap, with a savepoint inside, and looks at what it made. */
final class LargeTransactionProgram {
    private static final TableDefinition<Long, byte[]> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.BYTES);
    private static final int VALUE_BYTES = 500;

    private LargeTransactionProgram() {}

    /** Takes the path and the bytes to write. */
    public static void main(String[] arguments) {
        long entries = Long.parseLong(arguments[1]) / VALUE_BYTES;
        try (Database database = Database.open(Path.of(arguments[0]))) {
            database.execute(transaction -> {
                Table<Long, byte[]> table = transaction.open(TABLE);
                put(table, entries, 1);
                Savepoint savepoint = transaction.savepoint();
                put(table, entries / 4, 2);
                table.getAndPut(0L, new byte[1]);
                savepoint.rollback();
                table.put(entries, new byte[1]);
            });
            long[] sum = {0};
            database.read(transaction -> {
                transaction.open(TABLE).forEach(KeyRange.all(), entry -> sum[0] += entry.value().length);
                return sum[0];
            });
            VerifyReport report = database.verify();
            if (sum[0] != entries * VALUE_BYTES + 1 || !report.isSound()) {
                throw new IllegalStateException(sum[0] + " bytes, " + report.findings());
            }
            System.out.println(
                    "sound " + sum[0] + " in a heap of " + Runtime.getRuntime().maxMemory());
        }
    }

    private static void put(Table<Long, byte[]> table, long entries, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] value = new byte[VALUE_BYTES];
        for (long i = 0; i < entries; i++) {
            random.nextBytes(value);
            table.put(i * 7_919 % entries, value);
        }
    }
}
