package org.copsedb.testkit;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.storage.FileBounds;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that knows what is durable and what is only cached, so that a test can cut its power at any moment
 * and look at everything that may be left: {@link #powerCut}.
 *
 * <p>It promises what a real disk promises and nothing more. Until a sync each 512-byte sector is kept or lost on its
 * own, and so is the length; added areas hold anything. It allows what a real file does not: it takes changes after a
 * failed sync, and claims that they succeed, so that who goes on is found out.
 *
 * <p>Cost: sectors are shared by all disks and images that have them, so a disk that starts from an image takes some 16
 * bytes per sector. Safe for use by many threads; all calls exclude each other.
 */
public final class SimulatedDisk implements StorageFile {
    /** Sees a disk after each of its changes. */
    public interface Observer {
        /**
         * Called inside the call that changed the disk, before it returns; a durable write is seen before and after it
         * became durable.
         *
         * @param disk the disk, which may be asked for its {@link SimulatedDisk#powerCut}
         */
        void changed(SimulatedDisk disk);
    }

    /** What a sync that fails leaves behind; in each case the system believes that nothing is left to write. */
    public enum SyncFailure {
        /** Reads show what was written until the power is cut, though the disk has not got it. */
        NEW_BYTES_VISIBLE,
        /** Reads show what the disk has. */
        OLD_BYTES_VISIBLE
    }

    private final String description;
    private final ReentrantLock lock = new ReentrantLock();
    private Sector[] durable;
    private long durableSize;
    private Sector[] cached;
    private long size;

    /** What was written since the last sync, by sector. */
    private final Map<Integer, List<Sector>> pending = new LinkedHashMap<>();

    /** The durable length and those set since. */
    private final List<Long> sizes = new ArrayList<>();

    private @Nullable Observer observer;
    private boolean closed;

    /**
     * Makes an empty disk.
     *
     * @param description how messages name it
     */
    public SimulatedDisk(String description) {
        this(description, DiskImage.EMPTY);
    }

    /**
     * Makes a disk with durable content.
     *
     * @param description how messages name it
     * @param image its content
     */
    public SimulatedDisk(String description, DiskImage image) {
        this.description = description;
        this.size = image.size();
        this.durableSize = size;
        this.cached = image.sectors(DiskImage.sectorCount(size));
        this.durable = cached.clone();
        sizes.add(size);
    }

    /** Opens the disk again after a process has closed it, or failed to: the system and its cache live on. */
    public void reopen() {
        lock.lock();
        try {
            closed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Goes on with what a power cut left, all of it durable. A disk that was closed is open again.
     *
     * @param image what is left
     */
    public void powerOn(DiskImage image) {
        lock.lock();
        try {
            size = image.size();
            durableSize = size;
            cached = image.sectors(DiskImage.sectorCount(size));
            durable = cached.clone();
            pending.clear();
            sizes.clear();
            sizes.add(size);
            closed = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has every change observed.
     *
     * @param observer the observer, null for none
     */
    public void observe(@Nullable Observer observer) {
        this.observer = observer;
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        FileBounds.checkArray(target, from, length);
        lock.lock();
        try {
            requireOpen("read");
            FileBounds.checkRead(this, offset, length, size);
            long position = offset;
            int done = 0;
            while (done < length) {
                int inSector = (int) (position % Sector.SIZE);
                int piece = Math.min(length - done, Sector.SIZE - inSector);
                cached[(int) (position / Sector.SIZE)].get(inSector, target, from + done, piece);
                position += piece;
                done += piece;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        change("write", () -> put(offset, source, from, length));
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        lock.lock();
        try {
            change("durably write", () -> put(offset, source, from, length));
            change("durably write", () -> harden(offset, length));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resize(long newSize) {
        FileBounds.checkResize(this, newSize);
        change("resize", () -> {
            setCachedSize(newSize);
            noteSize();
        });
    }

    @Override
    public void sync() {
        change("sync", () -> {
            // Not simply all that is cached: what a failed sync lost is taken for written.
            if (!pending.isEmpty() || sizes.size() > 1) {
                setDurableSize();
                pending.keySet().forEach(index -> durable[index] = cached[index]);
                pending.clear();
            }
        });
    }

    private void change(String attempt, Runnable action) {
        lock.lock();
        try {
            requireOpen(attempt);
            action.run();
            Observer present = observer;
            if (present != null) {
                present.changed(this);
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(long offset, byte[] source, int from, int length) {
        FileBounds.checkArray(source, from, length);
        FileBounds.checkWrite(this, offset, length, size);
        noteSize();
        long position = offset;
        int done = 0;
        while (done < length) {
            int inSector = (int) (position % Sector.SIZE);
            int piece = Math.min(length - done, Sector.SIZE - inSector);
            int index = (int) (position / Sector.SIZE);
            putSector(
                    index,
                    piece == Sector.SIZE
                            ? Sector.of(source, from + done, piece)
                            : cached[index].with(inSector, source, from + done, piece));
            position += piece;
            done += piece;
        }
    }

    private void putSector(int index, Sector content) {
        if (!content.equals(cached[index])) {
            cached[index] = content;
            pending.computeIfAbsent(index, key -> new ArrayList<>(1)).add(content);
        } else if (index >= durable.length || !content.equals(durable[index])) {
            // Reads show it already, but the disk may hold something else.
            pending.computeIfAbsent(index, key -> new ArrayList<>(List.of(content)));
        }
    }

    private void noteSize() {
        if (sizes.get(sizes.size() - 1) != size) {
            sizes.add(size);
        }
    }

    /** Makes a range durable, and the length with it, as a system does that has to find the range again. */
    private void harden(long offset, int length) {
        if (length == 0) {
            return;
        }
        setDurableSize();
        for (long start = offset - offset % Sector.SIZE; start < offset + length; start += Sector.SIZE) {
            int index = (int) (start / Sector.SIZE);
            durable[index] = cached[index];
            pending.remove(index);
        }
    }

    private void setDurableSize() {
        if (durableSize != size) {
            // What is added becomes durable together with the fact that it is empty.
            durable = resized(durable, DiskImage.sectorCount(size));
            durableSize = size;
        }
        sizes.clear();
        sizes.add(size);
        pending.keySet().removeIf(index -> index >= durable.length);
    }

    private void setCachedSize(long newSize) {
        int former = cached.length;
        cached = resized(cached, DiskImage.sectorCount(newSize));
        if (newSize < size) {
            int inLast = (int) (newSize % Sector.SIZE);
            if (inLast != 0) {
                putSector(cached.length - 1, cached[cached.length - 1].cutAt(inLast));
            }
        } else {
            for (int index = former; index < Math.min(cached.length, durable.length); index++) {
                // Cut off and added again: zeros, or what was there before.
                pending.computeIfAbsent(index, key -> new ArrayList<>()).add(Sector.ZEROS);
            }
        }
        size = newSize;
    }

    private static Sector[] resized(Sector[] sectors, int count) {
        Sector[] copy = Arrays.copyOf(sectors, count);
        for (int index = sectors.length; index < count; index++) {
            copy[index] = Sector.ZEROS;
        }
        return copy;
    }

    /**
     * Does what a sync does that the system reports as failed: some sectors reach the disk, and all are taken for
     * written from then on. The caller throws the exception.
     *
     * @param failure what reads show afterwards
     * @param random chooses the sectors that reach the disk
     */
    public void failSync(SyncFailure failure, SplittableRandom random) {
        lock.lock();
        try {
            PowerCut possible = powerCut();
            List<DiskImage> images = new ArrayList<>();
            possible.forEachImage(random, 16, images::add);
            DiskImage reached = images.get(random.nextInt(images.size()));
            durableSize = reached.size();
            durable = reached.sectors(DiskImage.sectorCount(durableSize));
            if (failure == SyncFailure.OLD_BYTES_VISIBLE) {
                cached = reached.sectors(DiskImage.sectorCount(size));
            }
            pending.clear();
            sizes.clear();
            sizes.add(durableSize);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells what may be left if the power is cut now.
     *
     * @return the possible images; later changes of this disk do not change it
     */
    public PowerCut powerCut() {
        lock.lock();
        try {
            List<PendingSector> sectors = new ArrayList<>(pending.size());
            pending.forEach((index, contents) -> sectors.add(new PendingSector(index, contents)));
            return new PowerCut(new DiskImage(durableSize, durable.clone()), sectors, sizes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what reads show now: what is left if the process ends, but not the system.
     *
     * @return the content
     */
    public DiskImage cached() {
        lock.lock();
        try {
            return new DiskImage(size, cached.clone());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long size() {
        lock.lock();
        try {
            requireOpen("tell the size");
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String description() {
        return description;
    }

    private void requireOpen(String attempt) {
        if (closed) {
            throw new StorageException(attempt + " of " + description, new ClosedChannelException());
        }
    }
}
