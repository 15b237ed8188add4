package org.copsedb.pagestore.region;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.copsedb.pagestore.LittleEndian;

/**
 * The free and the allocated blocks of one order: two bits for each block of a region.
 *
 * <p>Both bits lie in chunks of 4,096 blocks: first the words of the free index, in which a set bit means <em>not
 * free</em>, then the words of the allocated index. Chunks that nothing happened in, and those whose blocks were all
 * given out at this order, are two shared ones; a chunk of its own is made when the first block in it changes. Orders
 * of at most 4,096 blocks have one chunk of their own, cut to size. Over the words of the free index stands a
 * {@link SummaryBitmap} of those without a free block.
 *
 * <p>Bits behind the last block say "not free" and "not allocated". Indexes are not checked: the callers do.
 */
final class OrderIndex {
    /** Returned where no block is free. */
    static final int NONE = SummaryBitmap.NONE;

    private static final int WORD_SHIFT = 6;
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_WORDS = 1 << (CHUNK_SHIFT - WORD_SHIFT);
    private static final long NOTHING_FREE = -1L;

    /** No block is free, none is allocated. */
    private static final long[] IDLE = chunk(CHUNK_WORDS);
    /** Every block is allocated. */
    private static final long[] TAKEN = chunk(CHUNK_WORDS);

    static {
        Arrays.fill(TAKEN, CHUNK_WORDS, TAKEN.length, -1L);
    }

    private final int length;
    private final long[][] chunks;
    /** How many words of a chunk belong to the free index; as many follow for the allocated one. */
    private final int chunkWords;

    private final SummaryBitmap fullWords;
    private int freeCount;
    private int ownChunks;
    /** No word before this one has a free block. */
    private int firstCandidate;

    OrderIndex(int length) {
        this.length = length;
        int words = GroupedBitmap.wordCount(length);
        fullWords = new SummaryBitmap(words);
        chunkWords = Math.min(words, CHUNK_WORDS);
        chunks = new long[(words + CHUNK_WORDS - 1) / CHUNK_WORDS][];
        if (words > CHUNK_WORDS) {
            Arrays.fill(chunks, IDLE);
        } else {
            chunks[0] = chunk(chunkWords);
        }
    }

    private static long[] chunk(int words) {
        long[] chunk = new long[2 * words];
        Arrays.fill(chunk, 0, words, NOTHING_FREE);
        return chunk;
    }

    int length() {
        return length;
    }

    int words() {
        return fullWords.length();
    }

    int freeCount() {
        return freeCount;
    }

    boolean isFree(int index) {
        return ((chunks[index >>> CHUNK_SHIFT][wordInChunk(index)] >>> index) & 1) == 0;
    }

    boolean isAllocated(int index) {
        return ((chunks[index >>> CHUNK_SHIFT][chunkWords + wordInChunk(index)] >>> index) & 1) != 0;
    }

    /** A lower bound of the first free block's index: cheap, and often exact to the word. */
    int lowestFreeBound() {
        return firstCandidate << WORD_SHIFT;
    }

    /** Finds the first free block. There must be one. */
    int lowestFree() {
        long free = freeWord(firstCandidate);
        if (free == 0) {
            firstCandidate = fullWords.findFirstUnset();
            free = freeWord(firstCandidate);
        }
        return (firstCandidate << WORD_SHIFT) + Long.numberOfTrailingZeros(free);
    }

    /** Makes a block free that is not. */
    void addFree(int index) {
        long[] chunk = ownChunk(index >>> CHUNK_SHIFT);
        int word = wordInChunk(index);
        long before = chunk[word];
        chunk[word] = before & ~(1L << index);
        freeCount++;
        if (before == NOTHING_FREE) {
            fullWords.clear(index >>> WORD_SHIFT);
            firstCandidate = Math.min(firstCandidate, index >>> WORD_SHIFT);
        }
    }

    /** Makes a free block not free. */
    void removeFree(int index) {
        long[] chunk = chunks[index >>> CHUNK_SHIFT]; // its own, since a block is free
        int word = wordInChunk(index);
        long after = chunk[word] | 1L << index;
        chunk[word] = after;
        freeCount--;
        if (after == NOTHING_FREE) {
            fullWords.set(index >>> WORD_SHIFT);
        }
    }

    void addAllocated(int index) {
        ownChunk(index >>> CHUNK_SHIFT)[chunkWords + wordInChunk(index)] |= 1L << index;
    }

    void removeAllocated(int index) {
        ownChunk(index >>> CHUNK_SHIFT)[chunkWords + wordInChunk(index)] &= ~(1L << index);
    }

    /** The free blocks among the 64 of a word, as set bits. */
    long freeWord(int word) {
        return ~chunks[word >>> WORD_SHIFT][word & (CHUNK_WORDS - 1)];
    }

    /** The allocated blocks among the 64 of a word, as set bits. */
    long allocatedWord(int word) {
        return chunks[word >>> WORD_SHIFT][chunkWords + (word & (CHUNK_WORDS - 1))];
    }

    private static int wordInChunk(int index) {
        return (index >>> WORD_SHIFT) & (CHUNK_WORDS - 1);
    }

    private long[] ownChunk(int number) {
        long[] chunk = chunks[number];
        return chunk == IDLE || chunk == TAKEN ? makeOwn(number) : chunk;
    }

    private long[] makeOwn(int number) {
        long[] copy = chunks[number].clone();
        chunks[number] = copy;
        ownChunks++;
        return copy;
    }

    /** Visits the blocks whose bits are set in a word. */
    private static void visit(long bits, long page, LongConsumer visitor) {
        for (long left = bits; left != 0; left &= left - 1) {
            visitor.accept(page + Long.numberOfTrailingZeros(left));
        }
    }

    /**
     * Visits the blocks before an end that are allocated here and not in another index.
     *
     * @param page the encoded number of the page at index 0; its index field has room for the others
     */
    void forEachAllocatedOnlyHere(OrderIndex other, int end, long page, LongConsumer visitor) {
        int words = Math.min(words(), GroupedBitmap.wordCount(end));
        for (int word = 0; word < words; word++) {
            long[] chunk = chunks[word >>> WORD_SHIFT];
            if (chunk == IDLE || chunk == other.chunks[word >>> WORD_SHIFT]) {
                word |= CHUNK_WORDS - 1;
                continue;
            }
            long only = allocatedWord(word) & ~other.allocatedWord(word);
            int first = word << WORD_SHIFT;
            if (end - first < Long.SIZE) {
                only &= ~(-1L << end);
            }
            visit(only, page + first, visitor);
        }
    }

    /** Writes the free index as a {@link SummaryBitmap} and returns where it ends. */
    int writeFree(byte[] bytes, int offset) {
        int at = SummaryBitmap.writeHeader(bytes, offset, length);
        if (words() > 1) {
            at = fullWords.writeLevels(bytes, at);
        }
        return writeWords(bytes, at, 0);
    }

    /** Writes the allocated index as a {@link GroupedBitmap} and returns where it ends. */
    int writeAllocated(byte[] bytes, int offset) {
        return writeWords(bytes, offset, chunkWords);
    }

    private int writeWords(byte[] bytes, int offset, int firstWord) {
        LittleEndian.putInt(bytes, offset, length);
        int at = offset + Integer.BYTES;
        int words = words();
        for (long[] chunk : chunks) {
            int count = Math.min(words, chunkWords);
            for (int word = 0; word < count; word++) {
                LittleEndian.putLong(bytes, at, chunk[firstWord + word]);
                at += Long.BYTES;
            }
            words -= count;
        }
        return at;
    }

    /** Takes over serialized words, unchecked, into a new index. */
    void readWords(byte[] bytes, int freeWords, int allocatedWords) {
        for (int number = 0; number < chunks.length; number++) {
            long[] chunk = chunks.length == 1 ? chunks[0] : makeOwn(number);
            int first = number * CHUNK_WORDS;
            int count = Math.min(words() - first, chunkWords);
            long full = -1L;
            for (int word = 0; word < count; word++) {
                int at = (first + word) * Long.BYTES;
                long notFree = LittleEndian.getLong(bytes, freeWords + at);
                chunk[word] = notFree;
                chunk[chunkWords + word] = LittleEndian.getLong(bytes, allocatedWords + at);
                if (notFree != NOTHING_FREE) {
                    freeCount += Long.bitCount(~notFree);
                    full &= ~(1L << word);
                }
            }
            fullWords.setWord(number, full);
        }
        shareChunks();
    }

    /**
     * Gives back the chunks that equal a shared one, if so many were made that the search is paid for by their making:
     * the cost is O(chunks) for every 32nd part of them made.
     */
    void shareChunks() {
        if (ownChunks <= 1 + chunks.length / 32) {
            return;
        }
        ownChunks = 0;
        for (int number = 0; number < chunks.length; number++) {
            chunks[number] = shared(chunks[number]);
            if (chunks[number] != IDLE && chunks[number] != TAKEN) {
                ownChunks++;
            }
        }
    }

    private static long[] shared(long[] chunk) {
        if (chunk[0] != NOTHING_FREE) {
            return chunk;
        }
        long[] candidate = chunk[CHUNK_WORDS] == 0 ? IDLE : TAKEN;
        return Arrays.equals(chunk, candidate) ? candidate : chunk;
    }
}
