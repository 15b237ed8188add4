package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;

/**
 * The blocks of one order after another, a bit for each: the words of serialized states, which {@link Blocks} keep by
 * chunks of pages.
 */
final class BlockWords {
    private static final int SHIFT = BlockChunk.SHIFT;
    private static final int WORD_ORDER = BlockChunk.WORD_ORDER;

    private final byte[] bytes;
    private final int[] freeOffsets;
    private final int[] allocatedOffsets;
    private int freePages;

    /**
     * Words to be read.
     *
     * @param bytes hold them, to the last one
     * @param freeOffsets where the words of each order begin in which a free block is an unset bit
     * @param allocatedOffsets where those begin in which an allocated block is a set bit
     */
    BlockWords(byte[] bytes, int[] freeOffsets, int[] allocatedOffsets) {
        this.bytes = bytes;
        this.freeOffsets = freeOffsets;
        this.allocatedOffsets = allocatedOffsets;
    }

    /** The blocks of one kind and order among the 64 of a word, as set bits. */
    static long word(Blocks blocks, int word, int order, int kind) {
        if (order >= SHIFT) {
            return blocks.large().bits(word, order, kind);
        }
        int perChunk = BlockChunk.firstNode(order);
        if (order <= WORD_ORDER) {
            int first = word << 6;
            long[] chunk = blocks.chunk(first >>> (SHIFT - order));
            return BlockChunk.bits(chunk, BlockChunk.node(first, order), order, kind);
        }
        long bits = 0;
        int number = word << (order - WORD_ORDER);
        for (int at = 0; at < Long.SIZE && number < blocks.chunkCount(); at += perChunk) {
            bits |= BlockChunk.bits(blocks.chunk(number), perChunk, order, kind) << at;
            number++;
        }
        return bits;
    }

    /** The words of an order in which no block is free, as set bits: those of 64 words. */
    private static long fullWords(Blocks blocks, int group, int order) {
        long full = -1L;
        if (order <= WORD_ORDER) {
            int number = group << order;
            for (int at = 0; at < Long.SIZE && number < blocks.chunkCount(); at += Long.SIZE >>> order) {
                full ^= BlockChunk.wordsWithFree(blocks.chunk(number), order) << at;
                number++;
            }
            return full;
        }
        int first = group << 6;
        for (int word = first; word < Math.min(first + Long.SIZE, blocks.words(order)); word++) {
            full ^= word(blocks, word, order, Blocks.FREE) != 0 ? 1L << word : 0;
        }
        return full;
    }

    /** Writes the free blocks of an order as a {@link SummaryBitmap} and returns where it ends. */
    static int writeFree(Blocks blocks, int order, byte[] bytes, int offset) {
        int at = SummaryBitmap.writeHeader(bytes, offset, blocks.count(order));
        int words = blocks.words(order);
        if (words > 1) {
            SummaryBitmap full = new SummaryBitmap(words);
            for (int group = 0; group < GroupedBitmap.wordCount(words); group++) {
                full.setWord(group, fullWords(blocks, group, order));
            }
            at = full.writeLevels(bytes, at);
        }
        return write(blocks, order, bytes, at, Blocks.FREE);
    }

    /** Writes the allocated blocks of an order as a {@link GroupedBitmap} and returns where it ends. */
    static int writeAllocated(Blocks blocks, int order, byte[] bytes, int offset) {
        return write(blocks, order, bytes, offset, Blocks.ALLOCATED);
    }

    // hot path: AllocatorStateBenchmark.toBytes
    private static int write(Blocks blocks, int order, byte[] bytes, int offset, int kind) {
        LittleEndian.putInt(bytes, offset, blocks.count(order));
        int at = offset + Integer.BYTES;
        int words = blocks.words(order);
        long inverted = kind == Blocks.FREE ? -1L : 0;
        if (order > WORD_ORDER) {
            for (int word = 0; word < words; word++) {
                LittleEndian.putLong(bytes, at + word * Long.BYTES, word(blocks, word, order, kind) ^ inverted);
            }
            return at + words * Long.BYTES;
        }
        int perChunk = Long.SIZE >>> order;
        int element = BlockChunk.firstElement(order, kind);
        for (int first = 0; first < words; first += perChunk) {
            int count = Math.min(perChunk, words - first);
            writeSome(blocks.chunk(first / perChunk), element, count, inverted, bytes, at);
            at += count * Long.BYTES;
        }
        return at;
    }

    // hot path: AllocatorStateBenchmark.toBytes
    private static void writeSome(long[] chunk, int first, int count, long inverted, byte[] bytes, int offset) {
        for (int i = 0; i < count; i++) {
            LittleEndian.putLong(bytes, offset + i * Long.BYTES, chunk[first + i] ^ inverted);
        }
    }

    /** Fills a region without blocks, unchecked, and returns the number of free pages. */
    int readInto(Blocks blocks) {
        freePages = 0;
        // Filled in the cache, and then written to new memory at once: that is what this takes most of its time for.
        long[] chunk = new long[BlockChunk.LENGTH];
        int[] counts = new int[SHIFT];
        for (int number = 0; number < blocks.chunkCount(); number++) {
            Arrays.fill(chunk, 0);
            for (int order = 0; order < Math.min(freeOffsets.length, SHIFT); order++) {
                int free = 0;
                if (order <= WORD_ORDER) {
                    int first = number * (Long.SIZE >>> order);
                    free = readWords(chunk, first, Math.min(Long.SIZE >>> order, blocks.words(order) - first), order);
                } else if (number * BlockChunk.firstNode(order) < blocks.count(order)) {
                    free = readBits(chunk, number, order);
                }
                counts[order] = free;
                freePages += free << order;
            }
            blocks.putChunk(number, chunk, counts);
        }
        for (int order = SHIFT; order < freeOffsets.length; order++) {
            for (int word = 0; word < blocks.words(order); word++) {
                blocks.putLarge(word, order, ~longAt(freeOffsets[order], word), Blocks.FREE);
                blocks.putLarge(word, order, longAt(allocatedOffsets[order], word), Blocks.ALLOCATED);
                freePages += Long.bitCount(word(blocks, word, order, Blocks.FREE)) << order;
            }
        }
        return freePages;
    }

    private long longAt(int offset, int word) {
        return LittleEndian.getLong(bytes, offset + word * Long.BYTES);
    }

    /** Reads the words of an order up to 6 in a chunk; returns the number of its free blocks. */
    private int readWords(long[] chunk, int first, int count, int order) {
        int element = BlockChunk.firstElement(order, Blocks.FREE);
        int offset = freeOffsets[order] + first * Long.BYTES;
        long wordsWithFree = 0;
        int blocks = 0;
        for (int i = 0; i < count; i++) {
            long word = ~LittleEndian.getLong(bytes, offset + i * Long.BYTES);
            chunk[element + i] = word;
            wordsWithFree |= ((word | -word) >>> 63) << i;
            blocks += Long.bitCount(word);
        }
        element = BlockChunk.firstElement(order, Blocks.ALLOCATED);
        offset = allocatedOffsets[order] + first * Long.BYTES;
        long allocated = 0;
        for (int i = 0; i < count; i++) {
            long word = LittleEndian.getLong(bytes, offset + i * Long.BYTES);
            chunk[element + i] = word;
            allocated |= word;
        }
        BlockChunk.putSummary(chunk, order, wordsWithFree, allocated);
        return blocks;
    }

    /** Reads the few bits of an order from 7 to 11 in a chunk; returns the number of its free blocks. */
    private int readBits(long[] chunk, int number, int order) {
        int perChunk = BlockChunk.firstNode(order);
        int first = number * perChunk;
        long mask = (1L << perChunk) - 1;
        long free = (~longAt(freeOffsets[order], first >>> 6) >>> first) & mask;
        long allocated = (longAt(allocatedOffsets[order], first >>> 6) >>> first) & mask;
        BlockChunk.putBits(chunk, order, free, allocated);
        return Long.bitCount(free);
    }
}
