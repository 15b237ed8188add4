package org.copsedb.pagestore.region;

import java.util.function.LongConsumer;
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
                freePages += Long.bitCount(word(blocks, word, order, Blocks.FREE)) << order;
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
        BlockChunk.putBits(chunk, order, free, Blocks.FREE);
        BlockChunk.putBits(chunk, order, allocated, Blocks.ALLOCATED);
        freePages += Long.bitCount(free) << order;
    }

    /**
     * Visits the blocks of an order before an end that are allocated here and not there.
     *
     * @param other has as many words of that order
     * @param end an index
     * @param page the encoded number of the page at index 0; its index field has room for the others
     */
    // hot path: AllocatorStateBenchmark.differenceOfOnePercent
    static void forEachAllocatedOnlyHere(
            Blocks blocks, Blocks other, int order, int end, long page, LongConsumer visitor) {
        if (order >= SHIFT) {
            for (int word = 0; word < blocks.words(order); word++) {
                long only = blocks.large().bits(word, order, Blocks.ALLOCATED)
                        & ~other.large().bits(word, order, Blocks.ALLOCATED);
                visit(only & before(end, word << 6), page + (word << 6), visitor);
            }
            return;
        }
        int perChunk = BlockChunk.firstNode(order);
        for (int number = 0; number < blocks.chunkCount() && number * perChunk < end; number++) {
            long[] chunk = blocks.chunk(number);
            long[] otherChunk = other.chunk(number);
            if (chunk == otherChunk || !BlockChunk.mayHaveAllocated(chunk, order)) {
                continue;
            }
            for (int first = 0; first < perChunk; first += Long.SIZE) {
                long only = BlockChunk.bits(chunk, perChunk + first, order, Blocks.ALLOCATED)
                        & ~BlockChunk.bits(otherChunk, perChunk + first, order, Blocks.ALLOCATED);
                if (only != 0) {
                    int index = number * perChunk + first;
                    visit(only & before(end, index), page + index, visitor);
                }
            }
        }
    }

    /** The bits of a word that begins with an index that stand for indexes before an end. */
    private static long before(int end, int first) {
        int left = end - first;
        return left >= Long.SIZE ? -1L : left <= 0 ? 0 : (1L << left) - 1;
    }

    private static void visit(long bits, long page, LongConsumer visitor) {
        for (long left = bits; left != 0; left &= left - 1) {
            visitor.accept(page + Long.numberOfTrailingZeros(left));
        }
    }
}
