package org.copsedb.benchmark.durability;

import java.nio.file.Path;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.benchmark.workload.Entries;

/** What runs in processes of their own: the ones that are killed, traced, or measured from their start. */
final class DurabilityChild {
    /** Twice the default limits, where writers wait: no process dies with more in memory and journal. */
    static final long JOURNAL_LIMIT = 64L << 20;

    static final long DIRTY_LIMIT = 256L << 20;
    private static final double JUST_BELOW = 0.98;
    private static final int OPENS = 5;

    private DurabilityChild() {}

    /**
     * Runs one of the programs.
     *
     * @param arguments its name, the database's file, and a number
     * @throws InterruptedException if it is interrupted where it waits to be killed
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path path = Path.of(arguments[1]);
        long number = Long.parseLong(arguments[2]);
        switch (arguments[0]) {
            case "fill" -> fill(path, number);
            case "open" -> open(path, number);
            case "commit" -> commit(path, number);
            case "memory" -> MemoryChild.run(path, number, false);
            case "memory-one" -> MemoryChild.run(path, number, true);
            default -> throw new IllegalArgumentException("no program is called \"" + arguments[0] + "\"");
        }
    }

    /** Loads entries, changes some until journal or memory are almost full, says so, and waits to be killed. */
    private static void fill(Path path, long entries) throws InterruptedException {
        CountingStorageFile file = CountingStorageFile.open(path);
        try (Database database = Database.open(file, SampleDatabase.withoutCheckpoints())) {
            SampleDatabase sample = new SampleDatabase(database, 3);
            sample.load(entries);
            database.checkpoint();
            long before = file.bytesWrittenDurably();
            while (file.bytesWrittenDurably() - before < JUST_BELOW * JOURNAL_LIMIT
                    && database.statistics().dirtyBytes() < JUST_BELOW * DIRTY_LIMIT) {
                for (int i = 0; i < 100; i++) {
                    sample.change(entries, 1, Durability.EVENTUAL);
                }
                database.flush();
            }
            System.out.println("ready " + (file.bytesWrittenDurably() - before) + " "
                    + database.statistics().dirtyBytes() + " " + file.size());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Opens the file and says how long that took, how much it read and how long it takes later, and ends. */
    private static void open(Path path, long endCleanly) {
        long start = System.nanoTime();
        CountingStorageFile file = CountingStorageFile.open(path);
        Database database = Database.open(file, DatabaseOptions.defaults());
        long opened = System.nanoTime() - start;
        long read = file.bytesRead();
        new SampleDatabase(database, 4).read(1);
        long again = 0;
        if (endCleanly != 0) {
            database.close();
            again = openAgain(path);
        }
        System.out.println("opened " + opened + " " + read + " " + again);
        // Where nothing was closed, as a kill would: the next process meets the same journal.
        Runtime.getRuntime().halt(0);
    }

    /**
     * Opens a file that was closed several times, and says how long the last time took: no class is loaded any more.
     */
    private static long openAgain(Path path) {
        long nanoseconds = 0;
        for (int i = 0; i < OPENS; i++) {
            long start = System.nanoTime();
            Database database = Database.open(path);
            nanoseconds = System.nanoTime() - start;
            new SampleDatabase(database, 4).read(1);
            database.close();
        }
        return nanoseconds;
    }

    /** Commits in phases, each of which it announces before and after. */
    private static void commit(Path path, long entries) {
        try (Database database = Database.open(path)) {
            SampleDatabase sample = new SampleDatabase(database, 5);
            sample.load(entries);
            for (Phase phase : Phase.values()) {
                sample.change(entries, phase.size, phase.durability);
                System.out.println("begin " + phase);
                for (int i = 0; i < phase.commits; i++) {
                    sample.change(entries, phase.size, phase.durability);
                }
                System.out.println("end " + phase);
            }
        }
    }

    /** What is traced. */
    enum Phase {
        SINGLE(1, 500, Durability.IMMEDIATE),
        BATCH(1_000, 50, Durability.IMMEDIATE),
        EVENTUAL(1, 20_000, Durability.EVENTUAL);

        final int size;
        final int commits;
        final Durability durability;

        Phase(int size, int commits, Durability durability) {
            this.size = size;
            this.commits = commits;
            this.durability = durability;
        }
    }

    /** Returns about how many bytes an entry takes in the file. */
    static long entryBytes() {
        return Entries.KEY_SIZE + Entries.VALUE_SIZE + 26;
    }
}
