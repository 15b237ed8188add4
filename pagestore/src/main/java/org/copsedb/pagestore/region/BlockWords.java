package org.copsedb.pagestore.region;

import org.copsedb.pagestore.LittleEndian;

/**
 * The words of the bitmaps in serialized states: a bit for each block of one order, where {@link Blocks} keep them by
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

    /** Writes the free blocks of an order as a {@link SummaryBitmap} and returns where it ends. */
    static int writeFree(Blocks blocks, int order, byte[] bytes, int offset) {
        int at = SummaryBitmap.writeHeader(bytes, offset, blocks.count(order));
        int words = blocks.words(order);
        if (words > 1) {
            SummaryBitmap full = new SummaryBitmap(words);
            for (int group = 0; group < GroupedBitmap.wordCount(words); group++) {
                full.setWord(group, blocks.fullWords(group, order));
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
                LittleEndian.putLong(bytes, at + word * Long.BYTES, blocks.word(word, order, kind) ^ inverted);
            }
            return at + words * Long.BYTES;
        }
        int perChunk = Long.SIZE >>> order;
        for (int first = 0; first < words; first += perChunk) {
            int count = Math.min(perChunk, words - first);
            writeSome(blocks.chunk(first / perChunk), 2 * perChunk + kind, count, inverted, bytes, at);
            at += count * Long.BYTES;
        }
        return at;
    }

    // hot path: AllocatorStateBenchmark.toBytes
    private static void writeSome(long[] chunk, int first, int count, long inverted, byte[] bytes, int offset) {
        for (int i = 0; i < count; i++) {
            LittleEndian.putLong(bytes, offset + i * Long.BYTES, chunk[first + 2 * i] ^ inverted);
        }
    }

    /** Fills a region without blocks, unchecked, and returns the number of free pages. */
    int readInto(Blocks blocks) {
        freePages = 0;
        for (int number = 0; number < blocks.chunkCount(); number++) {
            long[] chunk = new long[BlockChunk.LENGTH];
            for (int order = 0; order < Math.min(freeOffsets.length, SHIFT); order++) {
                if (order <= WORD_ORDER) {
                    int first = number * (Long.SIZE >>> order);
                    readWords(chunk, first, Math.min(Long.SIZE >>> order, blocks.words(order) - first), order);
                } else if (number * BlockChunk.firstNode(order) < blocks.count(order)) {
                    readBits(chunk, number, order);
                }
            }
            blocks.putChunk(number, chunk);
        }
        for (int order = SHIFT; order < freeOffsets.length; order++) {
            for (int word = 0; word < blocks.words(order); word++) {
                blocks.putLarge(word, order, ~longAt(freeOffsets[order], word), Blocks.FREE);
                blocks.putLarge(word, order, longAt(allocatedOffsets[order], word), Blocks.ALLOCATED);
                freePages += Long.bitCount(blocks.word(word, order, Blocks.FREE)) << order;
            }
        }
        return freePages;
    }

    private long longAt(int offset, int word) {
        return LittleEndian.getLong(bytes, offset + word * Long.BYTES);
    }

    /** Reads the words of an order up to 6 in a chunk. */
    private void readWords(long[] chunk, int first, int count, int order) {
        int free = freeOffsets[order] + first * Long.BYTES;
        int allocated = allocatedOffsets[order] + first * Long.BYTES;
        int blocks = 0;
        int element = 2 * (Long.SIZE >>> order);
        for (int i = 0; i < count; i++) {
            long word = ~LittleEndian.getLong(bytes, free + i * Long.BYTES);
            chunk[element + 2 * i] = word;
            chunk[element + 2 * i + 1] = LittleEndian.getLong(bytes, allocated + i * Long.BYTES);
            blocks += Long.bitCount(word);
        }
        freePages += blocks << order;
    }

    /** Reads the few bits of an order from 7 to 11 in a chunk. */
    private void readBits(long[] chunk, int number, int order) {
        int perChunk = BlockChunk.firstNode(order);
        int first = number * perChunk;
        long mask = (1L << perChunk) - 1;
        long free = (~longAt(freeOffsets[order], first >>> 6) >>> first) & mask;
        long allocated = (longAt(allocatedOffsets[order], first >>> 6) >>> first) & mask;
        BlockChunk.putBits(chunk, perChunk, order, free, Blocks.FREE);
        BlockChunk.putBits(chunk, perChunk, order, allocated, Blocks.ALLOCATED);
        freePages += Long.bitCount(free) << order;
    }
}
