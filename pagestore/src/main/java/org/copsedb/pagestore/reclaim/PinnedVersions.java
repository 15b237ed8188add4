package org.copsedb.pagestore.reclaim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.PageList;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which committed version. A version is named by its watermark: the last stamp that had been given out when
 * it was committed.
 *
 * <p>The head is always held. Readers hold versions through places of their own, without a lock: opening and closing
 * one takes two atomic operations on a line that no other thread uses, and scales with cores. All other pins have a
 * name and lie in an ordered map behind a lock, O(log pins) each.
 *
 * <p><b>Why no reader meets a page that was freed.</b> Let a reader hold version v and a page be visible to v, and let
 * the page die in the commit that published W &gt; v. The reader <em>(1)</em> stored v in its place, then <em>(2)</em>
 * read the head again and found v. The reclaimer <em>(3)</em> made W the head, then <em>(4)</em> scanned the places,
 * and only then may it free the page. All four are volatile accesses, so they have one order that every thread agrees
 * on. As (2) found v, which was the head before W, (2) came before (3), hence (1) before (4): the scan saw v, unless
 * the reader had closed. The page is then kept until a later scan no longer sees v; a place is cleared with release and
 * scanned with acquire semantics, so everything that the reader did with the page came before. The same holds for every
 * later scan. A reader whose step (2) fails has touched no page yet; until it clears its place again it delays
 * reclamation, no more.
 *
 * <p>A version that is not the head is only ever pinned by way of a pin that holds it meanwhile, under the lock
 * ({@link NamedPin#openReader}, {@link #pin}). Scans run under the same lock, so they see one pin or the other; nothing
 * that is not held, apart from the head, is ever held again.
 *
 * <p>Safe for use by many threads.
 */
public final class PinnedVersions {
    /** No version. */
    static final long NONE = -1;

    private final ReaderSlots slots = new ReaderSlots();

    /** Guards all that follows, and the lists of dead pages. */
    private final ReentrantLock lock = new ReentrantLock();

    private final TreeMap<Long, Set<NamedPin>> named = new TreeMap<>();

    /** Versions whose last named pin was closed, for the reclaimer. */
    private final PageList unnamed = new PageList();

    private long[] readers = new long[0];
    private long head = NONE;
    private long headSinceNanos;

    /** Makes a registry in which nothing is held. */
    public PinnedVersions() {}

    /** A reader's hold on a version. */
    public static final class Reader implements AutoCloseable {
        private static final VarHandle CLOSED;

        static {
            try {
                CLOSED = MethodHandles.lookup().findVarHandle(Reader.class, "closed", boolean.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        private final long[] segment;
        private final int element;

        @SuppressWarnings("UnusedVariable") // Read and written through CLOSED.
        private volatile boolean closed;

        Reader(long[] segment, int element) {
            this.segment = segment;
            this.element = element;
        }

        /** Lets go. A second call, from whatever thread, does nothing. */
        @Override
        public void close() {
            if (CLOSED.compareAndSet(this, false, true)) {
                ReaderSlots.close(segment, element);
            }
        }
    }

    /** A hold on a version that has a name. */
    public final class NamedPin implements AutoCloseable {
        private final PinHolder holder;
        private final long watermark;
        private boolean closed;

        private NamedPin(PinHolder holder, long watermark) {
            this.holder = holder;
            this.watermark = watermark;
        }

        /**
         * Returns who holds the version.
         *
         * @return kind, name and time
         */
        public PinHolder holder() {
            return holder;
        }

        /**
         * Returns the version that is held.
         *
         * @return its watermark
         */
        public long watermark() {
            return watermark;
        }

        /**
         * Begins to read the version, which stays held when this pin is closed.
         *
         * @return the reader's own hold
         * @throws IllegalStateException if this pin is closed
         */
        public Reader openReader() {
            Reader reader = tryOpenReader();
            if (reader == null) {
                throw new IllegalStateException(holder.kind() + " '" + holder.name() + "' is closed");
            }
            return reader;
        }

        /**
         * Begins to read the version if this pin is open still.
         *
         * @return the reader's own hold, null if this pin is closed
         */
        public @Nullable Reader tryOpenReader() {
            lock.lock();
            try {
                return closed ? null : slots.open(watermark);
            } finally {
                lock.unlock();
            }
        }

        /**
         * Holds the version for somebody else too, if this pin is open still.
         *
         * @param other who
         * @return the other hold, null if this pin is closed
         */
        public @Nullable NamedPin tryShare(PinHolder other) {
            lock.lock();
            try {
                return closed ? null : pin(other, watermark);
            } finally {
                lock.unlock();
            }
        }

        /** Lets go. A second call does nothing. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    remove(this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void remove(NamedPin pin) {
        Set<NamedPin> pins = named.get(pin.watermark);
        if (pins == null || !pins.remove(pin)) {
            throw new AssertionError(pin.holder + " was open, but not registered");
        }
        if (pins.isEmpty()) {
            named.remove(pin.watermark);
            unnamed.add(pin.watermark);
        }
    }

    /**
     * Begins to read what the caller found to be the head. <em>The caller reads the head again afterwards</em>, as a
     * volatile variable; if it has changed, the caller closes this reader and begins anew.
     *
     * @param watermark the head's
     * @return the hold
     * @throws IllegalStateException if tens of thousands of readers are open
     */
    public Reader openReader(long watermark) {
        return slots.open(watermark);
    }

    /**
     * Holds a version that is held already: it is the head, or another pin holds it during this call. Until the first
     * {@link #publish} everything may be pinned, so that a file can be opened.
     *
     * @param holder who holds it; not of kind {@link PinKind#HEAD} or {@link PinKind#READER}
     * @param watermark the version's
     * @return the hold
     * @throws IllegalArgumentException if the kind is not one of those with a name
     * @throws IllegalStateException if nobody holds the version, so that its pages may have been used again
     */
    public NamedPin pin(PinHolder holder, long watermark) {
        if (holder.kind() == PinKind.HEAD || holder.kind() == PinKind.READER) {
            throw new IllegalArgumentException(holder.kind() + " is not a kind of named pin");
        }
        lock.lock();
        try {
            if (head != NONE && watermark != head && !named.containsKey(watermark)) {
                scanReaders();
                if (!isRead(watermark)) {
                    throw new IllegalStateException("nobody holds the version of watermark " + watermark);
                }
            }
            NamedPin pin = new NamedPin(holder, watermark);
            named.computeIfAbsent(watermark, version -> new LinkedHashSet<>()).add(pin);
            return pin;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a version the head, and lets go of the one before. Called once when the file is opened;
     * {@link PageLifetimes#publish} calls it at each commit.
     *
     * @param watermark the version's, above the head's
     * @throws IllegalArgumentException if it is not
     */
    public void publish(long watermark) {
        lock.lock();
        try {
            if (watermark <= head) {
                throw new IllegalArgumentException("watermark " + watermark + " is not above the head's, " + head);
            }
            head = watermark;
            headSinceNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how many readers are open. O(places of readers).
     *
     * @return 0 or more
     */
    public int openReaders() {
        int[] count = {0};
        slots.forEach((watermark, since) -> count[0]++);
        return count[0];
    }

    // What follows is for the reclaimer, which holds the lock throughout.

    ReentrantLock lock() {
        return lock;
    }

    /** Looks at all readers; what is asked below counts from now. */
    void scanReaders() {
        readers = slots.scan();
    }

    /** Hands out the versions whose last named pin was closed since this was called before. */
    long[] takeUnnamed() {
        long[] taken = unnamed.toArray();
        unnamed.clear();
        return taken;
    }

    boolean isNamed(long watermark) {
        return named.containsKey(watermark);
    }

    boolean isRead(long watermark) {
        return Arrays.binarySearch(readers, watermark) >= 0;
    }

    /** The newest version below a watermark that is held otherwise than as the head; {@link #NONE} if there is none. */
    long newestBelow(long watermark) {
        int after = insertionPoint(watermark);
        long newestRead = after == 0 ? NONE : readers[after - 1];
        Long newestNamed = named.lowerKey(watermark);
        return newestNamed == null ? newestRead : Math.max(newestRead, newestNamed);
    }

    /** The oldest version from a watermark on that is held otherwise than as the head; {@link #NONE} if none is. */
    long oldestFrom(long watermark) {
        int from = insertionPoint(watermark);
        long oldestRead = from == readers.length ? NONE : readers[from];
        Long oldestNamed = named.ceilingKey(watermark);
        if (oldestNamed == null || oldestRead == NONE) {
            return oldestNamed == null ? oldestRead : oldestNamed;
        }
        return Math.min(oldestRead, oldestNamed);
    }

    /** How many of the readers' versions are below a watermark. */
    private int insertionPoint(long watermark) {
        int found = Arrays.binarySearch(readers, watermark);
        return found >= 0 ? found : -found - 1;
    }

    long head() {
        return head;
    }

    /** All that are held, and by whom. */
    SortedMap<Long, List<PinHolder>> holders() {
        long nanos = System.nanoTime();
        Instant now = Instant.now();
        SortedMap<Long, List<PinHolder>> holders = new TreeMap<>();
        if (head != NONE) {
            PinHolder holder = new PinHolder(PinKind.HEAD, "", now.minusNanos(nanos - headSinceNanos));
            holders.computeIfAbsent(head, version -> new ArrayList<>()).add(holder);
        }
        named.forEach((watermark, pins) -> pins.forEach(pin ->
                holders.computeIfAbsent(watermark, version -> new ArrayList<>()).add(pin.holder)));
        slots.forEach((watermark, since) -> {
            PinHolder holder = new PinHolder(PinKind.READER, "", since == 0 ? now : now.minusNanos(nanos - since));
            holders.computeIfAbsent(watermark, version -> new ArrayList<>()).add(holder);
        });
        return holders;
    }
}
