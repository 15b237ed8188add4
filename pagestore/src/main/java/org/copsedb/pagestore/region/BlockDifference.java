package org.copsedb.pagestore.region;

import java.util.Arrays;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/**
 * Compares the allocated blocks of two regions. What is equal is passed over by chunks, and the list is made in its
 * final size: the new memory is most of what a comparison costs.
 */
final class BlockDifference {
    private final Blocks blocks;
    private final Blocks other;
    private final int otherLength;

    /** A bit for each chunk in which the two differ. */
    private final long[] changed;

    private final long[] found = new long[BlockChunk.PAGES + 1];

    /**
     * Compares the chunks.
     *
     * @param other has as many words of each order
     * @param otherLength in pages: the listing of each order ends at this index
     */
    BlockDifference(Blocks blocks, Blocks other, int otherLength) {
        this.blocks = blocks;
        this.other = other;
        this.otherLength = otherLength;
        changed = new long[GroupedBitmap.wordCount(blocks.chunkCount())];
        for (int number = 0; number < blocks.chunkCount(); number++) {
            if (!Arrays.equals(blocks.chunk(number), other.chunk(number))) {
                changed[number >>> 6] |= 1L << number;
            }
        }
    }

    /**
     * Lists what is allocated in the first and not in the other: ascending orders, and in an order ascending indexes.
     */
    PageList list(int region) {
        int count = 0;
        for (int number = next(0); number < blocks.chunkCount(); number = next(number + 1)) {
            count += BlockChunk.countAllocatedOnlyIn(blocks.chunk(number), other.chunk(number));
        }
        PageList pages = new PageList(count);
        for (int order = 0; order <= blocks.maxOrder(); order++) {
            long first = PageNumber.encode(region, 0, order);
            int end = Math.min(otherLength, blocks.count(order));
            if (order >= BlockChunk.SHIFT) {
                listLarge(order, end, first, pages);
            } else {
                list(order, end, first, pages);
            }
        }
        return pages;
    }

    /** The first changed chunk from a given one on; if there is none, a number beyond the last. */
    private int next(int number) {
        int word = number >>> 6;
        long left = word < changed.length ? changed[word] & (-1L << number) : 0;
        while (left == 0 && ++word < changed.length) {
            left = changed[word];
        }
        return left == 0 ? blocks.chunkCount() : (word << 6) + Long.numberOfTrailingZeros(left);
    }

    private void list(int order, int end, long page, PageList pages) {
        int perChunk = BlockChunk.firstNode(order);
        for (int number = next(0); number < blocks.chunkCount(); number = next(number + 1)) {
            long[] chunk = blocks.chunk(number);
            long first = (long) number * perChunk;
            if (BlockChunk.mayHaveAllocated(chunk, order) && first < end) {
                int count = BlockChunk.listAllocatedOnlyIn(chunk, other.chunk(number), order, page + first, found);
                while (count > 0 && found[count - 1] >= page + end) {
                    count--;
                }
                pages.addAll(found, count);
            }
        }
    }

    private void listLarge(int order, int end, long page, PageList pages) {
        for (int word = 0; word < blocks.words(order); word++) {
            long left = blocks.large().bits(word, order, Blocks.ALLOCATED)
                    & ~other.large().bits(word, order, Blocks.ALLOCATED);
            for (; left != 0; left &= left - 1) {
                int index = (word << 6) + Long.numberOfTrailingZeros(left);
                if (index < end) {
                    pages.add(page + index);
                }
            }
        }
    }
}
