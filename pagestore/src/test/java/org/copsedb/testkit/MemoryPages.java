package org.copsedb.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Pages on the heap, for tests of trees: strict about what the real page store trusts its users with.
 *
 * <p>When the stamp advances, all pages born before are frozen: their checksums are kept, and compared at every later
 * advance. A freed page stays readable, as old versions may show it, until {@link #forgetFreed}; one that was born
 * under the current stamp is gone at once. Freeing what is not allocated, or under another stamp, fails.
 *
 * <p>After {@link #advanceWhenRelieved} the stamp also advances within operations, wherever they permit it.
 */
public final class MemoryPages implements PageWriter {
    private static final int INITIAL_FRAMES = 1024;

    /** What is known of a page, at the place of its first base page. */
    private static final class Frame {
        final byte[] bytes;
        final long number;
        final long stamp;
        boolean frozen;
        boolean freed;
        long checksum;

        Frame(byte[] bytes, long number, long stamp) {
            this.bytes = bytes;
            this.number = number;
            this.stamp = stamp;
        }
    }

    /** What {@link #savepoint} remembers. */
    public static final class Savepoint {
        private final Set<Frame> live = new HashSet<>();

        private Savepoint() {}
    }

    private final int basePageSize;
    private final int maximumOrder;
    private @Nullable Frame[] frames = new Frame[INITIAL_FRAMES];
    private int end;
    private long stamp = 1;
    private final List<List<Long>> reusable = new ArrayList<>();
    private final List<Long> reusableLater = new ArrayList<>();
    private @Nullable SplittableRandom relief;
    private long reads;
    private long allocations;
    private long frees;

    /**
     * Creates an empty store under stamp 1, with pages of at most 256 KiB.
     *
     * @param basePageSize bytes, a power of two from 512 to 65,536
     */
    public MemoryPages(int basePageSize) {
        this.basePageSize = basePageSize;
        this.maximumOrder = Integer.numberOfTrailingZeros((256 << 10) / basePageSize);
        for (int i = 0; i <= maximumOrder; i++) {
            reusable.add(new ArrayList<>());
        }
    }

    @Override
    public int basePageSize() {
        return basePageSize;
    }

    @Override
    public int maximumOrder() {
        return maximumOrder;
    }

    @Override
    public long stamp() {
        return stamp;
    }

    @Override
    public byte[] read(long page, long stamp) {
        reads++;
        int place = place(page);
        Frame frame = place >= 0 && place < end ? frames[place] : null;
        if (frame == null || frame.number != page || frame.stamp != stamp) {
            throw new CorruptFileException(
                    "page " + name(page),
                    "a page of stamp " + stamp,
                    frame == null ? "no page" : "page " + name(frame.number) + " of stamp " + frame.stamp);
        }
        return frame.bytes;
    }

    @Override
    public byte[] readTransient(long page, long stamp) {
        return read(page, stamp);
    }

    @Override
    public byte[] allocate(int order) {
        if (order < 0 || order > maximumOrder) {
            throw new IllegalArgumentException("order " + order + " is not within 0 to " + maximumOrder);
        }
        List<Long> free = reusable.get(order);
        long number;
        if (free.isEmpty()) {
            int first = (end + (1 << order) - 1) & -(1 << order);
            int region = first / (PageNumber.MAXIMUM_INDEX + 1);
            number = PageNumber.encode(region, (first & PageNumber.MAXIMUM_INDEX) >>> order, order);
            end = first + (1 << order);
            if (end > frames.length) {
                frames = Arrays.copyOf(frames, Math.max(end, frames.length * 2));
            }
        } else {
            number = free.remove(free.size() - 1);
        }
        byte[] bytes = new byte[basePageSize << order];
        PageHeader.initialize(bytes, number, stamp);
        frames[place(number)] = new Frame(bytes, number, stamp);
        allocations++;
        return bytes;
    }

    @Override
    public void free(long page, long stamp) {
        int place = place(page);
        Frame frame = place >= 0 && place < end ? frames[place] : null;
        if (frame == null || frame.number != page || frame.stamp != stamp || frame.freed) {
            throw new IllegalStateException("page " + name(page) + " of stamp " + stamp + " is not allocated");
        }
        frame.freed = true;
        frees++;
        if (stamp == this.stamp) {
            frames[place] = null;
            reusableLater.add(page);
        }
    }

    /**
     * From now on advances the stamp now and then when an operation says that it may.
     *
     * @param random decides when
     */
    public void advanceWhenRelieved(SplittableRandom random) {
        relief = random;
    }

    @Override
    public void relieve() {
        // Looks at all pages, so the more there are, the rarer it is.
        if (relief != null && relief.nextInt(4 + end / 32) == 0) {
            advanceStamp();
        }
    }

    /** Publishes: freezes all pages and goes to the next stamp. Fails if a page that was frozen before was edited. */
    public void advanceStamp() {
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            if (frame != null) {
                long checksum = checksum(frame.bytes);
                if (frame.frozen && frame.checksum != checksum) {
                    throw new IllegalStateException(
                            "page " + name(frame.number) + " was edited after it was published");
                }
                if (PageHeader.pageNumber(frame.bytes) != frame.number
                        || PageHeader.stamp(frame.bytes) != frame.stamp
                        || PageHeader.order(frame.bytes) != PageNumber.order(frame.number)) {
                    throw new IllegalStateException("the header of page " + name(frame.number) + " lost its name");
                }
                frame.frozen = true;
                frame.checksum = checksum;
            }
        }
        for (long number : reusableLater) {
            reusable.get(PageNumber.order(number)).add(number);
        }
        reusableLater.clear();
        stamp++;
    }

    /** Publishes without looking for pages that were edited: for measurements. */
    public void advanceStampUnchecked() {
        stamp++;
    }

    /** Lets go of all freed pages: their numbers get new lives from the next stamp on. */
    public void forgetFreed() {
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            if (frame != null && frame.freed) {
                frames[i] = null;
                reusableLater.add(frame.number);
            }
        }
    }

    /**
     * Remembers which pages are allocated, and advances the stamp.
     *
     * @return for {@link #rollback}; useless after {@link #forgetFreed}
     */
    public Savepoint savepoint() {
        advanceStamp();
        Savepoint savepoint = new Savepoint();
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            if (frame != null && !frame.freed) {
                savepoint.live.add(frame);
            }
        }
        return savepoint;
    }

    /**
     * Frees the pages allocated since, takes back what was freed since, and advances the stamp.
     *
     * @param savepoint where to return to
     */
    public void rollback(Savepoint savepoint) {
        advanceStamp();
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            if (frame != null) {
                frame.freed = !savepoint.live.contains(frame);
            }
        }
    }

    /**
     * Returns the pages that are allocated and not freed.
     *
     * @return their encoded numbers
     */
    public Set<Long> allocated() {
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            if (frame != null && !frame.freed) {
                numbers.add(frame.number);
            }
        }
        return numbers;
    }

    /**
     * Returns the bytes of all pages that are allocated and not freed.
     *
     * @return the sum of their sizes
     */
    public long allocatedBytes() {
        long bytes = 0;
        for (int i = 0; i < end; i++) {
            Frame frame = frames[i];
            bytes += frame != null && !frame.freed ? frame.bytes.length : 0;
        }
        return bytes;
    }

    /**
     * Returns how often a page was read.
     *
     * @return the number of calls
     */
    public long reads() {
        return reads;
    }

    /**
     * Returns how many pages were allocated.
     *
     * @return the number of calls
     */
    public long allocations() {
        return allocations;
    }

    /**
     * Returns how many pages were freed.
     *
     * @return the number of calls
     */
    public long frees() {
        return frees;
    }

    private static int place(long page) {
        long place = ((long) PageNumber.region(page) << 20) + PageNumber.firstBasePage(page);
        return place > Integer.MAX_VALUE ? -1 : (int) place;
    }

    private static String name(long page) {
        return PageNumber.region(page) + "/" + PageNumber.index(page) + "/" + PageNumber.order(page);
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
