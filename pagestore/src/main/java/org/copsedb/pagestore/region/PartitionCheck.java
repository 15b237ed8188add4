package org.copsedb.pagestore.region;

import org.copsedb.storage.CorruptFileException;

/**
 * Checks that the blocks of an allocator partition its pages: each page up to the length lies in exactly one block,
 * free or allocated, no block lies beyond, and free buddies are merged. Goes once over all words, 64 blocks at a time.
 */
final class PartitionCheck {
    private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

    private PartitionCheck() {}

    /**
     * Checks the blocks of all orders.
     *
     * @throws CorruptFileException if one page is in no block or in several, or if free buddies are not merged
     */
    static void check(Blocks all, int length) {
        // A set bit: there is a block at this place, or within it, in the orders looked at so far.
        long[] occupied = new long[2 * all.words(0)];
        int occupiedWords = 0;
        long pages = 0;
        for (int order = 0; order <= all.maxOrder(); order++) {
            int words = all.words(order);
            for (int word = 0; word < words; word++) {
                long smaller = 0;
                if (2 * word < occupiedWords) {
                    long high = 2 * word + 1 < occupiedWords ? occupied[2 * word + 1] : 0;
                    smaller = halve(occupied[2 * word]) | (halve(high) << 32);
                }
                long free = BlockWords.word(all, word, order, Blocks.FREE);
                long blocks = free | allocated(all, word, order, free);
                if ((blocks & smaller) != 0) {
                    throw broken(order, "no block within another", word, blocks & smaller);
                }
                long end = (word + 1L) * Long.SIZE - Long.numberOfLeadingZeros(blocks);
                if (blocks != 0 && end << order > length) {
                    throw broken(order, "no block beyond " + length + " pages", word, Long.highestOneBit(blocks));
                }
                if (order < all.maxOrder() && hasUnmerged(free)) {
                    throw broken(order, "no free block beside its free buddy", word, free);
                }
                pages += (long) Long.bitCount(blocks) << order;
                occupied[word] = blocks | smaller;
            }
            occupiedWords = words;
        }
        if (pages != length) {
            throw new CorruptFileException(
                    "allocator state", "each of " + length + " pages in a block", pages + " pages in blocks");
        }
    }

    private static long allocated(Blocks all, int word, int order, long free) {
        long allocated = BlockWords.word(all, word, order, Blocks.ALLOCATED);
        if ((free & allocated) != 0) {
            throw broken(order, "no block both free and allocated", word, free & allocated);
        }
        return allocated;
    }

    private static boolean hasUnmerged(long free) {
        return (free & (free >>> 1) & EVEN_BITS) != 0;
    }

    /** Makes one bit of each two: 32 bits that tell whether one of the two is set. */
    private static long halve(long bits) {
        long left = (bits | (bits >>> 1)) & EVEN_BITS;
        left = (left | (left >>> 1)) & 0x3333_3333_3333_3333L;
        left = (left | (left >>> 2)) & 0x0F0F_0F0F_0F0F_0F0FL;
        left = (left | (left >>> 4)) & 0x00FF_00FF_00FF_00FFL;
        left = (left | (left >>> 8)) & 0x0000_FFFF_0000_FFFFL;
        return (left | (left >>> 16)) & 0x0000_0000_FFFF_FFFFL;
    }

    private static CorruptFileException broken(int order, String expected, int word, long found) {
        long index = (long) word * Long.SIZE + Long.numberOfTrailingZeros(found);
        return new CorruptFileException("allocator state", expected, "block " + index + " of order " + order);
    }
}
