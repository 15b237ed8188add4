package org.copsedb.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.KeyRange;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.VerifyReport;
import org.copsedb.codec.Codecs;

/** Makes a database of a given size, reads it at random and from end to end, changes it, and verifies it. */
final class LargeDatabaseProgram {
    private static final TableDefinition<Long, byte[]> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.BYTES);
    private static final int VALUE_BYTES = 1_000;
    private static final int BATCH = 2_000;
    private static final int READS = 5_000;

    private LargeDatabaseProgram() {}

    /** Takes path, bytes of the database, and bytes of its cache. */
    public static void main(String[] arguments) {
        Path path = Path.of(arguments[0]);
        long entries = Long.parseLong(arguments[1]) / VALUE_BYTES;
        DatabaseOptions options = DatabaseOptions.defaults().cacheBytes(Long.parseLong(arguments[2]));
        try (Database database = Database.open(path, options)) {
            for (long first = 0; first < entries; first += BATCH) {
                put(database, first, 1);
            }
        }
        try (Database database = Database.open(path, options)) {
            SplittableRandom random = new SplittableRandom(1);
            long scanned = database.read(transaction -> {
                for (int i = 0; i < READS; i++) {
                    long key = random.nextLong(entries);
                    require(Arrays.equals(transaction.open(TABLE).get(key), value(key, 1)), "key " + key);
                }
                long[] count = {0};
                transaction.open(TABLE).forEach(KeyRange.all(), entry -> {
                    require(entry.key() == count[0], "key " + entry.key());
                    count[0]++;
                });
                return count[0];
            });
            require(scanned >= entries, scanned + " entries");
            for (int i = 0; i < 5; i++) {
                put(database, random.nextLong(entries / BATCH) * BATCH, 2);
            }
            VerifyReport report = database.verify();
            require(report.isSound(), report.findings().toString());
            System.out.println("sound " + database.statistics().fileBytes());
        }
    }

    private static void put(Database database, long first, int edition) {
        database.execute(transaction -> {
            Table<Long, byte[]> table = transaction.open(TABLE);
            for (long key = first; key < first + BATCH; key++) {
                table.put(key, value(key, edition));
            }
        });
    }

    private static byte[] value(long key, int edition) {
        byte[] value = new byte[VALUE_BYTES];
        new SplittableRandom(key * 3 + edition).nextBytes(value);
        return value;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
