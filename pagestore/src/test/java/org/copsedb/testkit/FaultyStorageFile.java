package org.copsedb.testkit;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A simulated disk of which one call fails, and perhaps later ones. Safe for use by many threads; all calls exclude
 * each other.
 */
public final class FaultyStorageFile extends DelegatingFile {
    private final SimulatedDisk disk;
    private final @Nullable Fault fault;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<FileCall, Integer> calls = new EnumMap<>(FileCall.class);
    private boolean occurred;
    private boolean powerIsCut;
    private boolean reportsLate;

    /** How much of a call is done. */
    private enum Part {
        ALL,
        HALF,
        /** All, but nothing of it is durable. */
        CACHED
    }

    private interface Work {
        void run(Part part);
    }

    /**
     * Makes a file that fails.
     *
     * @param disk where calls go; closed with this file
     * @param fault what goes wrong; null for nothing, to count calls
     * @param seed chooses which sectors a failed sync wrote
     */
    public FaultyStorageFile(SimulatedDisk disk, @Nullable Fault fault, long seed) {
        super(disk);
        this.disk = disk;
        this.fault = fault;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Counts the calls of a kind so far, those that failed included.
     *
     * @param call the kind
     * @return how many there were
     */
    public int count(FileCall call) {
        lock.lock();
        try {
            return calls.getOrDefault(call, 0);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether the fault has occurred.
     *
     * @return whether a call failed
     */
    public boolean hasFailed() {
        lock.lock();
        try {
            return occurred;
        } finally {
            lock.unlock();
        }
    }

    private void run(FileCall call, Work work) {
        lock.lock();
        try {
            if (powerIsCut) {
                if (call == FileCall.CLOSE) {
                    super.close();
                    return;
                }
                throw refusal(call, "there is no power");
            }
            int number = calls.merge(call, 1, Integer::sum);
            if (reportsLate && (call == FileCall.SYNC || call == FileCall.WRITE_DURABLY)) {
                reportsLate = false;
                throw refusal(call, "an earlier one lost bytes");
            }
            if (fault == null || !isDue(call, number)) {
                work.run(Part.ALL);
                return;
            }
            occurred = true;
            powerIsCut = fault.duration() == Fault.Duration.THEN_POWER_CUT;
            fail(call, fault.kind(), work);
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue(FileCall call, int number) {
        return fault != null
                && fault.call() == call
                && (fault.duration() == Fault.Duration.FOR_EVER ? number >= fault.number() : number == fault.number());
    }

    private void fail(FileCall call, Fault.Kind kind, Work work) {
        switch (kind) {
            case REFUSED -> throw refusal(call, "planted");
            case SHORT -> {
                work.run(Part.HALF);
                throw refusal(call, "planted, after half of it");
            }
            case SYNC_LOST_NEW_VISIBLE, SYNC_LOST_OLD_VISIBLE -> {
                work.run(Part.CACHED);
                lose(kind == Fault.Kind.SYNC_LOST_OLD_VISIBLE);
                throw refusal(call, "planted: bytes are lost");
            }
            case SYNC_REPORTED_LATE -> {
                lose(false);
                reportsLate = true;
            }
            case SYNC_DONE_AND_REPORTED -> {
                work.run(Part.ALL);
                throw refusal(call, "planted, after it succeeded");
            }
            case UNEXPECTED_EXCEPTION -> throw new IllegalStateException(Fault.PLANTED + kind);
            case OUT_OF_MEMORY -> throw new OutOfMemoryError(Fault.PLANTED + kind);
            case STACK_OVERFLOW -> throw new StackOverflowError(Fault.PLANTED + kind);
        }
    }

    private void lose(boolean oldVisible) {
        disk.failSync(
                oldVisible ? SimulatedDisk.SyncFailure.OLD_BYTES_VISIBLE : SimulatedDisk.SyncFailure.NEW_BYTES_VISIBLE,
                random);
    }

    private StorageException refusal(FileCall call, String reason) {
        return new StorageException(call + " on " + description(), new IOException(reason));
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        run(FileCall.READ, part -> super.read(offset, target, from, part == Part.HALF ? length / 2 : length));
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        run(FileCall.WRITE, part -> super.write(offset, source, from, part == Part.HALF ? length / 2 : length));
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        run(FileCall.WRITE_DURABLY, part -> {
            if (part == Part.ALL) {
                super.writeDurably(offset, source, from, length);
            } else {
                super.write(offset, source, from, part == Part.HALF ? length / 2 : length);
            }
        });
    }

    @Override
    public long size() {
        long[] size = {0};
        run(FileCall.SIZE, part -> size[0] = super.size());
        return size[0];
    }

    @Override
    public void resize(long newSize) {
        run(FileCall.RESIZE, part -> super.resize(newSize));
    }

    @Override
    public void sync() {
        run(FileCall.SYNC, part -> {
            if (part == Part.ALL) {
                super.sync();
            }
        });
    }

    /** Closes the disk also if it fails: a file whose closing failed is closed nevertheless. */
    @Override
    public void close() {
        try {
            run(FileCall.CLOSE, part -> super.close());
        } finally {
            super.close();
        }
    }
}
