package org.copsedb.benchmark.durability;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.Table;
import org.copsedb.WriteTransaction;
import org.copsedb.benchmark.workload.Entries;

/** Works on a database five times as large as its cache, and says how much of the heap was alive at most. */
final class MemoryChild {
    static final long CACHE = 64L << 20;
    static final long DIRTY = 32L << 20;
    static final long WRITE_BUFFER = 16L << 20;
    /** The cache, dirty pages up to where writers wait, and the write buffer. */
    static final long BUDGET = CACHE + 2 * DIRTY + WRITE_BUFFER;

    private static final int SAMPLES = 8;

    private final SampleDatabase sample;
    private final long entries;
    private long most;

    private MemoryChild(SampleDatabase sample, long entries) {
        this.sample = sample;
        this.entries = entries;
    }

    static void run(Path path, long entries, boolean inOneTransaction) {
        DatabaseOptions options = DatabaseOptions.defaults()
                .cacheBytes(CACHE)
                .dirtyBytes(DIRTY)
                .journalBytes(DIRTY)
                .writeBufferBytes(WRITE_BUFFER);
        try (Database database = Database.open(path, options)) {
            MemoryChild child = new MemoryChild(new SampleDatabase(database, 6), entries);
            if (inOneTransaction) {
                child.loadInOne();
            } else {
                child.loadInMany();
                child.use();
            }
            System.out.println(
                    "alive " + child.most + " " + database.statistics().fileBytes());
        }
    }

    private void loadInOne() {
        Entries source = new Entries();
        byte[] key = new byte[Entries.KEY_SIZE];
        byte[] value = new byte[Entries.VALUE_SIZE];
        try (WriteTransaction transaction = sample.database().beginWrite()) {
            Table<byte[], byte[]> table = transaction.open(SampleDatabase.TABLE);
            for (long i = 0; i < entries; i++) {
                Entries.key(i, key);
                source.value(i, value);
                table.put(key, value);
                if (i % (entries / SAMPLES) == 0) {
                    look();
                }
            }
            look();
            transaction.commit();
        }
        look();
    }

    private void loadInMany() {
        Entries source = new Entries();
        byte[] key = new byte[Entries.KEY_SIZE];
        byte[] value = new byte[Entries.VALUE_SIZE];
        int batch = 1_000;
        for (long begin = 0; begin < entries; begin += batch) {
            long first = begin;
            sample.database().execute(transaction -> {
                Table<byte[], byte[]> table = transaction.open(SampleDatabase.TABLE);
                for (long i = first; i < first + batch; i++) {
                    Entries.key(i, key);
                    source.value(i, value);
                    table.put(key, value);
                }
            });
            if (begin / batch % (entries / batch / SAMPLES) == 0) {
                look();
            }
        }
    }

    private void use() {
        for (int round = 0; round < SAMPLES; round++) {
            for (int i = 0; i < 50_000; i++) {
                sample.read(entries);
            }
            for (int i = 0; i < 100; i++) {
                sample.change(entries, 100, Durability.EVENTUAL);
            }
            look();
        }
    }

    private void look() {
        System.gc();
        most = Math.max(
                most, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
}
