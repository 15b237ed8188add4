package org.copsedb;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;

/**
 * Commits one transaction after the other until it is killed, and writes the number of each to its output when the
 * commit has returned. What transaction n changes depends on n alone.
 */
final class KilledWriter {
    static final TableDefinition<String, Long> COUNTERS = TableDefinition.of("counters", Codecs.STRING, Codecs.LONG);
    static final TableDefinition<Integer, String> ENTRIES = TableDefinition.of("entries", Codecs.INT, Codecs.STRING);

    private KilledWriter() {}

    /**
     * Runs until killed, or for a minute at most.
     *
     * @param arguments the database's path
     */
    public static void main(String[] arguments) {
        long end = System.nanoTime() + 60_000_000_000L;
        try (Database database = Database.open(Path.of(arguments[0]))) {
            while (System.nanoTime() < end) {
                long number = database.write(KilledWriter::change);
                System.out.println(number);
                System.out.flush();
            }
        }
    }

    private static long change(WriteTransaction transaction) {
        Table<String, Long> counters = transaction.open(COUNTERS);
        Long last = counters.get("last");
        long number = last == null ? 1 : last + 1;
        counters.put("last", number);
        Table<Integer, String> entries = transaction.open(ENTRIES);
        forEachChange(number, (key, value) -> {
            if (value.isEmpty()) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        });
        return number;
    }

    /** Takes a key and its new value; an empty one means that the key is removed. */
    interface Change {
        void apply(int key, String value);
    }

    static void forEachChange(long number, Change change) {
        SplittableRandom random = new SplittableRandom(number);
        int count = random.nextInt(1, 30);
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(5_000);
            change.apply(key, random.nextInt(4) == 0 ? "" : number + ":" + "v".repeat(random.nextInt(300)));
        }
    }

    /** Returns what the entries must be after so many transactions. */
    static Map<Integer, String> contentAfter(long number) {
        TreeMap<Integer, String> content = new TreeMap<>();
        for (long n = 1; n <= number; n++) {
            forEachChange(n, (key, value) -> {
                if (value.isEmpty()) {
                    content.remove(key);
                } else {
                    content.put(key, value);
                }
            });
        }
        return content;
    }
}
