package org.copsedb.pagestore.region;

import java.util.Arrays;

/**
 * The live pages among 4,096 base pages, as an array of {@value #LENGTH} longs without an object around it.
 *
 * <pre>
 * element  content
 *   0- 63  start words: bit b of word w is set where a page begins at base page 64 w + b
 *  64-127  end words: likewise, where a page ends; a page of order 0 has both bits at one place
 *     128  the epoch in which the owning set made or copied the array; it may be changed in that epoch only
 *     129  bits 0-15 pages described here, 16-31 base pages of this chunk that they cover, 32-47 those of order 7 and above
 * </pre>
 *
 * <p>A page of order 6 or below lies wholly within one word. A page of order 7 or above is described in its first word
 * alone, whose start word is 0 and whose end word is the order: no other page leaves an end without a start. All other
 * words that it covers are 0. So every page is described by exactly one pair of words, and two sets can be compared
 * pair by pair, in file order.
 */
final class LiveChunk {
    /** Base pages that a chunk covers. */
    static final int BASE_PAGES = 4096;

    /** The binary logarithm of {@link #BASE_PAGES}: the order of a page that covers a whole chunk. */
    static final int SHIFT = 12;

    /** Elements of a chunk's array. */
    static final int LENGTH = 130;

    /** The largest order that lies within one word. */
    static final int WORD_ORDER = 6;

    /** The epoch of arrays that belong to nobody. */
    private static final long SHARED_EPOCH = -1;

    /** Pairs of words in a chunk. */
    static final int WORDS = 64;

    private static final int ENDS = WORDS;
    private static final int EPOCH = 128;
    private static final int COUNTS = 129;
    private static final int COVERED_SHIFT = 16;
    private static final int LARGE_SHIFT = 32;
    private static final int COUNT_MASK = 0xFFFF;

    private static final int MAXIMUM_ORDER = 20;
    private static final long[] EMPTY = makeEmpty();
    private static final long[][] UNIFORM = makeUniform();

    private LiveChunk() {}

    private static long[] makeEmpty() {
        long[] chunk = new long[LENGTH];
        chunk[EPOCH] = SHARED_EPOCH;
        return chunk;
    }

    private static long[][] makeUniform() {
        long[][] chunks = new long[MAXIMUM_ORDER + 1][];
        for (int order = 0; order <= MAXIMUM_ORDER; order++) {
            chunks[order] = makeEmpty();
            for (int first = 0; first < BASE_PAGES; first += 1 << order) {
                add(chunks[order], first, order);
            }
        }
        return chunks;
    }

    /** The shared chunk without pages; never to be changed. Sets hold null in its place. */
    static long[] empty() {
        return EMPTY;
    }

    /** The shared chunk that is covered by pages of one order from its first base page on; never to be changed. */
    static long[] uniform(int order) {
        return UNIFORM[order];
    }

    /** Tells whether the pages are those of the shared chunk of an order. */
    static boolean isUniform(long[] chunk, int order) {
        return chunk[COUNTS] == UNIFORM[order][COUNTS]
                && Arrays.equals(chunk, 0, 2 * WORDS, UNIFORM[order], 0, 2 * WORDS);
    }

    static long epoch(long[] chunk) {
        return chunk[EPOCH];
    }

    static void setEpoch(long[] chunk, long epoch) {
        chunk[EPOCH] = epoch;
    }

    /** The pages that begin here. */
    static int pages(long[] chunk) {
        return (int) chunk[COUNTS] & COUNT_MASK;
    }

    /** The base pages of this chunk, 0 to 4,096, that are covered by the pages that begin here. */
    static int coveredBasePages(long[] chunk) {
        return (int) (chunk[COUNTS] >>> COVERED_SHIFT) & COUNT_MASK;
    }

    /** The pages of order 7 and above that begin here. */
    static int largePages(long[] chunk) {
        return (int) (chunk[COUNTS] >>> LARGE_SHIFT) & COUNT_MASK;
    }

    /** Adds the number of pages of each order from 7 on that begin here to an array by order. */
    static void countLargePages(long[] chunk, int[] pagesByOrder) {
        for (int word = 0; word < WORDS; word++) {
            if (chunk[word] == 0 && chunk[ENDS + word] != 0) {
                pagesByOrder[(int) chunk[ENDS + word]]++;
            }
        }
    }

    private static long countsOf(int order) {
        long covered = 1L << Math.min(order, SHIFT);
        long large = order > WORD_ORDER ? 1 : 0;
        return 1 | covered << COVERED_SHIFT | large << LARGE_SHIFT;
    }

    /** Enters a page that begins at a base page of this chunk and overlaps none. */
    static void add(long[] chunk, int first, int order) {
        int word = first >>> WORD_ORDER;
        if (order > WORD_ORDER) {
            chunk[ENDS + word] = order;
        } else {
            chunk[word] |= 1L << first;
            chunk[ENDS + word] |= 1L << (first + (1 << order) - 1);
        }
        chunk[COUNTS] += countsOf(order);
    }

    /** Takes out a page that this chunk contains. */
    static void remove(long[] chunk, int first, int order) {
        int word = first >>> WORD_ORDER;
        if (order > WORD_ORDER) {
            chunk[ENDS + word] = 0;
        } else {
            chunk[word] &= ~(1L << first);
            chunk[ENDS + word] &= ~(1L << (first + (1 << order) - 1));
        }
        chunk[COUNTS] -= countsOf(order);
    }

    /** Tells whether exactly this page is described here. */
    static boolean contains(long[] chunk, int first, int order) {
        int word = first >>> WORD_ORDER;
        long starts = chunk[word];
        long ends = chunk[ENDS + word];
        if (order > WORD_ORDER) {
            return starts == 0 && ends == order;
        }
        return ((starts >>> first) & 1) != 0 && Long.numberOfTrailingZeros(ends >>> first) == (1 << order) - 1;
    }

    /** Tells whether a page of order 11 or below overlaps one that begins in the words it would take. */
    static boolean overlaps(long[] chunk, int first, int order) {
        int word = first >>> WORD_ORDER;
        if (order > WORD_ORDER) {
            int lastWord = word + (1 << (order - WORD_ORDER));
            long used = 0;
            for (int i = word; i < lastWord; i++) {
                used |= chunk[i] | chunk[ENDS + i];
            }
            return used != 0;
        }
        long starts = chunk[word];
        long ends = chunk[ENDS + word];
        if (starts == 0) {
            return ends != 0;
        }
        long wanted = -1L >>> (Long.SIZE - (1 << order)) << first;
        return (coverage(starts, ends) & wanted) != 0;
    }

    /**
     * The base pages covered by the pages of a word: each page from start s to end e adds 2^(e+1) - 2^s, the number
     * whose bits s to e are ones.
     */
    private static long coverage(long starts, long ends) {
        return (ends << 1) - starts;
    }

    /** Returns the base page behind the last page of a chunk that has pages, counted from the chunk's first. */
    static int end(long[] chunk) {
        int word = WORDS - 1;
        while (chunk[ENDS + word] == 0) {
            word--;
        }
        long ends = chunk[ENDS + word];
        int length = chunk[word] == 0 ? 1 << (int) ends : Long.SIZE - Long.numberOfLeadingZeros(ends);
        return (word << WORD_ORDER) + length;
    }

    /**
     * For each of the 64 words, marks the ends of the pages of one chunk that are not in another. In a word that begins
     * a page of order 7 or above any bit stands for that page.
     */
    static void markMissing(long[] chunk, long[] other, long[] marks) {
        if (largePages(chunk) != 0) {
            markMissingWithLarge(chunk, other, marks);
            return;
        }
        for (int i = 0; i < WORDS; i++) {
            marks[i] = missing(chunk[i], chunk[ENDS + i], other[i], other[ENDS + i]);
        }
    }

    private static void markMissingWithLarge(long[] chunk, long[] other, long[] marks) {
        for (int i = 0; i < WORDS; i++) {
            long starts = chunk[i];
            long ends = chunk[ENDS + i];
            if (starts == 0) {
                marks[i] = other[i] == 0 && other[ENDS + i] == ends ? 0 : ends;
            } else {
                marks[i] = missing(starts, ends, other[i], other[ENDS + i]);
            }
        }
    }

    /**
     * The ends of the pages (starts, ends) that are not among the pages (otherStarts, otherEnds), without a branch.
     *
     * <p>A page is in both when it starts in both and no end differs on its way: a differing end below its own would
     * end the other's page, a differing one at its own would prolong it. So the pages in question are those with a bit
     * of {@code differing} within their bits. Taking each page's bits as a number of its own: adding the ones below its
     * end bit to what lies there carries into the end bit just if something lies there, and never further.
     */
    private static long missing(long starts, long ends, long otherStarts, long otherEnds) {
        long coverage = coverage(starts, ends);
        long differing = ((ends ^ otherEnds) & coverage) | (starts & ~otherStarts);
        long carried = (differing & ~ends) + (coverage & ~ends);
        return (carried | differing) & ends;
    }

    /** Counts marks: at least as many as the pages that they stand for. */
    static int countMarks(long[] marks) {
        int count = 0;
        for (int i = 0; i < WORDS; i++) {
            count += Long.bitCount(marks[i]);
        }
        return count;
    }

    /**
     * Lists marked pages, in file order.
     *
     * @param chunk the chunk that describes them
     * @param marks the marks made by {@link #markMissing} or {@link #markAll}
     * @param regionAndBase what the region and the chunk's first base page add to an encoded page number of order 0
     * @param out receives encoded page numbers from element 0 on; it has room for as many as there are marks
     * @return how many pages were listed
     */
    static int listMarked(long[] chunk, long[] marks, long regionAndBase, long[] out) {
        int size = 0;
        for (int word = 0; word < WORDS; word++) {
            long left = marks[word];
            if (left == 0) {
                continue;
            }
            long starts = chunk[word];
            long base = regionAndBase + (word << WORD_ORDER);
            if (starts == 0) {
                out[size++] = encode(base, (int) chunk[ENDS + word]);
                continue;
            }
            if ((left & ~starts) == 0) { // all of them end where they start, and are of order 0
                for (; left != 0; left &= left - 1) {
                    out[size++] = base + Long.numberOfTrailingZeros(left);
                }
                continue;
            }
            while (left != 0) {
                int end = Long.numberOfTrailingZeros(left);
                int below = Long.numberOfLeadingZeros(starts << ~end);
                out[size++] = encode(base + end, Integer.bitCount(below));
                left &= left - 1;
            }
        }
        return size;
    }

    /** The number of the page of an order that covers a base page. */
    private static long encode(long regionAndBasePage, int order) {
        long region = regionAndBasePage & ~0xFFFFFL;
        return (long) order << 59 | region | (regionAndBasePage & 0xFFFFF) >>> order;
    }

    /** Sets the bits of the base pages that the pages cover, from a word of a bitmap on. */
    static void cover(long[] chunk, long[] bits, int firstWord) {
        for (int word = 0; word < WORDS; word++) {
            long starts = chunk[word];
            long ends = chunk[ENDS + word];
            if (starts != 0) {
                bits[firstWord + word] |= coverage(starts, ends);
            } else if (ends != 0) {
                int from = firstWord + word;
                Arrays.fill(bits, from, from + (1 << ((int) ends - WORD_ORDER)), -1L);
            }
        }
    }

    /** Makes a chunk of its words, which belongs to nobody. */
    static long[] of(long[] words) {
        long[] chunk = Arrays.copyOf(words, LENGTH);
        chunk[EPOCH] = SHARED_EPOCH;
        chunk[COUNTS] = 0;
        for (int word = 0; word < WORDS; word++) {
            long starts = chunk[word];
            if (starts == 0 && chunk[ENDS + word] != 0) {
                chunk[COUNTS] += countsOf((int) chunk[ENDS + word]);
            } else if (starts != 0) {
                long covered = Long.bitCount(coverage(starts, chunk[ENDS + word]));
                chunk[COUNTS] += Long.bitCount(starts) + (covered << COVERED_SHIFT);
            }
        }
        return chunk;
    }

    /** Marks all pages. */
    static void markAll(long[] chunk, long[] marks) {
        System.arraycopy(chunk, ENDS, marks, 0, WORDS);
    }
}
