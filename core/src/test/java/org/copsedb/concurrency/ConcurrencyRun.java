package org.copsedb.concurrency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.copsedb.Changes;
import org.copsedb.Database;
import org.copsedb.DatabaseSteps;
import org.copsedb.Durability;
import org.copsedb.NoSuchSavepointException;
import org.copsedb.ReadTransaction;
import org.copsedb.Savepoint;
import org.copsedb.SavepointInfo;
import org.copsedb.Table;
import org.copsedb.VerifyReport;
import org.copsedb.WriteTransaction;

/**
 * Readers beside two writers, a thread that writes checkpoints, and one that sets, reads, compares and closes
 * savepoints. Each transaction must see exactly the content of its version, which is not older than the last commit
 * that had returned before. Pieces of work are cancelled at random moments, which must change nothing.
 */
final class ConcurrencyRun {
    private static final int MOST_PERSISTENT = 4;

    private final Database database;
    private final SplittableRandom random;
    private final VersionedContent content = new VersionedContent();
    private final List<Worker> readers = new ArrayList<>();
    private final List<Worker> others = new ArrayList<>();

    /** The newest commit that has returned. */
    private final AtomicLong acknowledged = new AtomicLong();

    /** Versions that persistent savepoints keep, by number; for whoever has the writer's turn. */
    private final List<String> persistent = new ArrayList<>();

    private int names;

    /** When to stop. */
    record Goal(long reads, long commits) {
        boolean isReached(long read, long committed) {
            return read >= reads && committed >= commits;
        }
    }

    ConcurrencyRun(Database database, long seed) {
        this.database = database;
        this.random = new SplittableRandom(seed);
    }

    /** Runs until so many entries were compared beside so many commits; returns how many were compared. */
    long run(int readerCount, ThreadKind kind, Goal goal) throws InterruptedException {
        write(random);
        for (int i = 0; i < readerCount; i++) {
            readers.add(new Worker("reader " + i, this::read, random.split()));
        }
        others.add(new Worker("writer 0", this::write, random.split()));
        others.add(new Worker("writer 1", this::write, random.split()));
        others.add(new Worker("checkpoints", this::checkpoint, random.split()));
        others.add(new Worker("savepoints", this::useSavepoints, random.split()));
        readers.forEach(worker -> worker.start(kind));
        others.forEach(worker -> worker.start(ThreadKind.PLATFORM));
        List<Worker> all = new ArrayList<>(readers);
        all.addAll(others);
        while (!goal.isReached(compared(all), acknowledged.get())
                && all.stream().noneMatch(Worker::hasFailed)) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
            all.get(random.nextInt(all.size())).cancelPiece();
        }
        all.forEach(Worker::stop);
        for (Worker worker : all) {
            worker.finish();
        }
        requireSound();
        return compared(all);
    }

    private static long compared(List<Worker> workers) {
        return workers.stream().mapToLong(Worker::compared).sum();
    }

    private void requireSound() {
        VerifyReport report = database.verify();
        if (!report.isSound()) {
            throw new AssertionError(String.join("\n", report.findings()));
        }
        if (database.statistics().openReaders() != 0) {
            throw new AssertionError("a reader is left");
        }
    }

    private long read(SplittableRandom own) {
        long least = acknowledged.get();
        try (ReadTransaction transaction = database.beginRead()) {
            if (transaction.version() < least) {
                throw new AssertionError("version " + transaction.version() + " after " + least + " had returned");
            }
            long count = content.compare(transaction, own);
            while (own.nextInt(4) == 0) {
                LockSupport.parkNanos(1);
                count += content.compare(transaction, own);
            }
            return count;
        }
    }

    private long write(SplittableRandom own) {
        Durability durability = own.nextBoolean() ? Durability.IMMEDIATE : Durability.EVENTUAL;
        long[] values = new long[VersionedContent.KEYS];
        CompletableFuture<Long> commit = null;
        long version;
        try (WriteTransaction transaction = database.beginWrite().durability(durability)) {
            long base = DatabaseSteps.newestCommit(database);
            version = base + 1;
            for (int key = 0; key < values.length; key++) {
                values[key] = content.at(key, base);
            }
            change(transaction, values, own);
            // Something differs from the version before, so that the commit makes one.
            put(transaction, values, own.nextInt(VersionedContent.KEYS), version * 1_000 + 999);
            if (own.nextInt(6) == 0) {
                return 0;
            }
            for (int key = 0; key < values.length; key++) {
                if (values[key] != content.at(key, base)) {
                    content.note(key, version, values[key]);
                }
            }
            if (own.nextInt(4) == 0) {
                commit = transaction.commitAsync();
            } else {
                requireVersion(version, transaction.commit());
            }
        }
        if (commit != null) {
            requireVersion(version, commit.join());
        }
        acknowledged.accumulateAndGet(version, Math::max);
        return 0;
    }

    private static void requireVersion(long expected, long version) {
        if (version != expected) {
            throw new AssertionError("commit " + version + " instead of " + expected);
        }
    }

    private void change(WriteTransaction transaction, long[] values, SplittableRandom own) {
        switch (own.nextInt(24)) {
            case 0 -> restore(transaction, values, own);
            case 1 -> changePersistent(transaction, own);
            case 2, 3 -> {
                changeEntries(transaction, values, own);
                requireSize(transaction, values);
                long[] before = values.clone();
                Savepoint nested = transaction.savepoint();
                changeEntries(transaction, values, own);
                requireSize(transaction, values); // applies what waited
                nested.rollback();
                requireSize(transaction, before);
                System.arraycopy(before, 0, values, 0, values.length);
            }
            default -> {
                // Only entries change.
            }
        }
        changeEntries(transaction, values, own);
    }

    private void changeEntries(WriteTransaction transaction, long[] values, SplittableRandom own) {
        int count = own.nextInt(12);
        for (int i = 0; i < count; i++) {
            int key = own.nextInt(VersionedContent.KEYS);
            if (own.nextInt(4) == 0) {
                transaction.open(VersionedContent.TABLE).delete((long) key);
                values[key] = KeyHistory.ABSENT;
            } else {
                put(transaction, values, key, own.nextLong(1L << 40));
            }
        }
    }

    private static void requireSize(WriteTransaction transaction, long[] values) {
        long size = transaction.open(VersionedContent.TABLE).size();
        long expected = Arrays.stream(values)
                .filter(value -> value != KeyHistory.ABSENT)
                .count();
        if (size != expected) {
            throw new AssertionError(size + " entries in a transaction, not " + expected);
        }
    }

    private static void put(WriteTransaction transaction, long[] values, int key, long value) {
        Table<Long, Long> table = transaction.open(VersionedContent.TABLE);
        table.put((long) key, value);
        values[key] = value;
    }

    private void restore(WriteTransaction transaction, long[] values, SplittableRandom own) {
        try (Savepoint ephemeral = database.savepoint()) {
            boolean isPersistent = !persistent.isEmpty() && own.nextBoolean();
            Savepoint chosen =
                    isPersistent ? database.savepoint(persistent.get(own.nextInt(persistent.size()))) : ephemeral;
            long version;
            try (ReadTransaction past = database.beginRead(chosen)) {
                version = past.version();
            }
            transaction.restoreSavepoint(chosen);
            for (int key = 0; key < values.length; key++) {
                values[key] = content.at(key, version);
            }
        }
    }

    /** Only what committed counts: names are taken from the list of the database. */
    private void changePersistent(WriteTransaction transaction, SplittableRandom own) {
        persistent.clear();
        database.savepoints().forEach(info -> persistent.add(info.name()));
        if (persistent.size() < MOST_PERSISTENT) {
            transaction.persistSavepoint("savepoint " + names++);
        } else {
            transaction.deleteSavepoint(persistent.remove(own.nextInt(persistent.size())));
        }
    }

    private long checkpoint(SplittableRandom own) {
        database.checkpoint();
        if (own.nextInt(50) == 0) {
            requireSoundBesideOthers();
        }
        LockSupport.parkNanos(own.nextInt(3_000_000));
        return 0;
    }

    private void requireSoundBesideOthers() {
        VerifyReport report = database.verify();
        if (!report.isSound()) {
            throw new AssertionError(String.join("\n", report.findings()));
        }
    }

    private long useSavepoints(SplittableRandom own) {
        long count = 0;
        try (Savepoint first = database.savepoint()) {
            LockSupport.parkNanos(own.nextInt(2_000_000));
            try (Savepoint second = database.savepoint()) {
                long from = compareAt(first, own);
                long to = compareAt(second, own);
                try (Changes<Long, Long> changes = database.changes(VersionedContent.TABLE, first, second)) {
                    count += content.compareChanges(changes.iterator(), from, to);
                }
                try (Changes<Long, Long> changes = database.changes(VersionedContent.TABLE, second, first)) {
                    count += content.compareChanges(changes.iterator(), to, from);
                }
            }
        }
        for (SavepointInfo info : database.savepoints()) {
            count += comparePersistent(info, own);
        }
        return count;
    }

    private long compareAt(Savepoint savepoint, SplittableRandom own) {
        try (ReadTransaction transaction = database.beginRead(savepoint)) {
            content.compare(transaction, own);
            return transaction.version();
        }
    }

    /** It may be deleted meanwhile, but then it says so. */
    private long comparePersistent(SavepointInfo info, SplittableRandom own) {
        ReadTransaction begun;
        try {
            begun = database.beginRead(info.name());
        } catch (NoSuchSavepointException deleted) {
            return 0;
        }
        try (begun) {
            requireVersion(info.version(), begun.version());
            return content.compare(begun, own);
        }
    }
}
