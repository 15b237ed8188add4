package org.copsedb.pagestore.region;

import org.copsedb.pagestore.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of live-set chunks in the file, which are believed only after a check of every bit. Byte table in
 * {@code docs/file-format.md}.
 *
 * <p>A chunk covers 4,096 base pages. Only the words within the capacity of its region are stored, first those of the
 * starts, then those of the ends. A chunk without pages, or covered by pages of one order, needs no bytes.
 */
public final class StoredChunks {
    /** What {@link #uniformOrder} returns for a chunk that is not covered by pages of one order. */
    public static final int MIXED = -1;

    private static final int WORD_PAGES = 64;

    private StoredChunks() {}

    /**
     * Returns how many chunks a region has.
     *
     * @param capacity base pages that the region can grow to
     * @return 1 or more
     */
    public static int count(int capacity) {
        return (capacity + LiveChunk.BASE_PAGES - 1) / LiveChunk.BASE_PAGES;
    }

    /**
     * Returns how many bytes a chunk takes.
     *
     * @param capacity base pages that the region can grow to
     * @return bytes, 16 to 1,024
     */
    public static int size(int capacity) {
        return 2 * Long.BYTES * words(capacity);
    }

    private static int words(int capacity) {
        return Math.min((capacity + WORD_PAGES - 1) / WORD_PAGES, LiveChunk.WORDS);
    }

    /**
     * Tells whether a chunk is the shared one that is covered by pages of one order.
     *
     * @param chunk the chunk
     * @return the order, or {@link #MIXED}
     */
    public static int uniformOrder(long[] chunk) {
        for (int order = 0; order <= 20; order++) {
            if (chunk == LiveChunk.uniform(order)) {
                return order;
            }
        }
        return MIXED;
    }

    /**
     * Returns the chunk that is covered by pages of one order.
     *
     * @param order the order, 0 to 20
     * @return the shared chunk, never to be changed
     */
    public static long[] uniform(int order) {
        return LiveChunk.uniform(order);
    }

    /**
     * Encodes a chunk.
     *
     * @param chunk the chunk
     * @param capacity base pages that its region can grow to
     * @return its bytes
     */
    public static byte[] toBytes(long[] chunk, int capacity) {
        int words = words(capacity);
        byte[] bytes = new byte[size(capacity)];
        for (int word = 0; word < words; word++) {
            LittleEndian.putLong(bytes, word * Long.BYTES, chunk[word]);
            LittleEndian.putLong(bytes, (words + word) * Long.BYTES, chunk[LiveChunk.WORDS + word]);
        }
        return bytes;
    }

    /**
     * Decodes a chunk without checking it; {@link #check} does, for all chunks of a region together.
     *
     * @param bytes its bytes
     * @param capacity base pages that its region can grow to
     * @return the chunk
     * @throws IllegalArgumentException if there are not as many bytes as a chunk takes
     */
    public static long[] fromBytes(byte[] bytes, int capacity) {
        if (bytes.length != size(capacity)) {
            throw new IllegalArgumentException(bytes.length + " bytes, not " + size(capacity));
        }
        int words = words(capacity);
        long[] pairs = new long[2 * LiveChunk.WORDS];
        for (int word = 0; word < words; word++) {
            pairs[word] = LittleEndian.getLong(bytes, word * Long.BYTES);
            pairs[LiveChunk.WORDS + word] = LittleEndian.getLong(bytes, (words + word) * Long.BYTES);
        }
        return LiveChunk.of(pairs);
    }

    /**
     * Checks that the chunks of a region describe pages that are possible, aligned, within the length, and do not
     * overlap. O(length / 64 + pages).
     *
     * @param chunks the chunks, null where no page begins
     * @param length the base pages that the region has
     * @throws IllegalArgumentException if they do not; the message names the place
     */
    public static void check(long[] @Nullable [] chunks, int length) {
        int end = 0; // behind the last page so far
        for (int place = 0; place < chunks.length; place++) {
            long[] chunk = chunks[place];
            for (int word = 0; chunk != null && word < LiveChunk.WORDS; word++) {
                int first = (place * LiveChunk.WORDS + word) * WORD_PAGES;
                end = checkWord(chunk[word], chunk[LiveChunk.WORDS + word], first, end);
            }
        }
        if (end > length) {
            throw new IllegalArgumentException("a page ends at base page " + end + ", beyond the length " + length);
        }
    }

    /**
     * Counts the pages of sound chunks.
     *
     * @param chunks the chunks, null where no page begins
     * @return the number of pages
     */
    public static int countPages(long[] @Nullable [] chunks) {
        int count = 0;
        for (long[] chunk : chunks) {
            count += chunk == null ? 0 : LiveChunk.pages(chunk);
        }
        return count;
    }

    /**
     * Counts the base pages that the pages of sound chunks cover.
     *
     * @param chunks the chunks, null where no page begins
     * @return base pages
     */
    public static int countBasePages(long[] @Nullable [] chunks) {
        int count = 0;
        for (long[] chunk : chunks) {
            count += chunk == null ? 0 : basePages(chunk);
        }
        return count;
    }

    /** A page that is larger than its chunk alone tells its order. */
    private static int basePages(long[] chunk) {
        boolean isLarger = LiveChunk.pages(chunk) == 1 && chunk[0] == 0 && chunk[LiveChunk.WORDS] > LiveChunk.SHIFT;
        return isLarger ? 1 << chunk[LiveChunk.WORDS] : LiveChunk.coveredBasePages(chunk);
    }

    /** Checks one pair of words, and returns where its last page ends. */
    private static int checkWord(long starts, long ends, int first, int end) {
        if (starts == 0) {
            return ends == 0 ? end : checkLarge(ends, first, end);
        }
        int last = end;
        long leftStarts = starts;
        long leftEnds = ends;
        while (leftStarts != 0 && leftEnds != 0) {
            int start = Long.numberOfTrailingZeros(leftStarts);
            int size = Long.numberOfTrailingZeros(leftEnds) - start + 1;
            if (size < 1 || Integer.bitCount(size) != 1 || start % size != 0) {
                throw new IllegalArgumentException("no page of " + size + " base pages begins at " + (first + start));
            }
            requireBehind(first + start, last);
            last = first + start + size;
            leftStarts &= leftStarts - 1;
            leftEnds &= leftEnds - 1;
        }
        if (leftStarts != 0 || leftEnds != 0) {
            throw new IllegalArgumentException("base pages from " + first + " have starts without ends");
        }
        return last;
    }

    private static int checkLarge(long order, int first, int end) {
        if (order <= LiveChunk.WORD_ORDER || order > 20 || (first & ((1 << order) - 1)) != 0) {
            throw new IllegalArgumentException("no page of order " + order + " begins at base page " + first);
        }
        requireBehind(first, end);
        return first + (1 << order);
    }

    private static void requireBehind(int first, int end) {
        if (first < end) {
            throw new IllegalArgumentException("the page at base page " + first + " overlaps the one before");
        }
    }
}
