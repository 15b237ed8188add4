package org.copsedb.btree.node;

import java.util.Arrays;

/**
 * Entries that come in key order and leave from the front, as many as fill a leaf: from cells of writes, and from old
 * leaves.
 *
 * <p>The arrays that entries come from must not change before their entries have left. A cell is told from an entry of
 * a leaf by its number, which is the complement of its place. Not thread-safe.
 */
public class LeafPacker extends LeafContent {
    private byte[] smallest = new byte[64];
    /** The length of the prefix that all entries share. */
    private int prefix;
    /** The sum of all entries' sizes with that prefix and with all lengths. */
    private int sum;

    private boolean oneKeyWidth;
    private boolean oneValueWidth;

    /** Creates an empty packer. */
    public LeafPacker() {
        super(new NewEntry());
    }

    @Override
    public final void clear() {
        super.clear();
        sum = 0;
        prefix = 0;
    }

    /**
     * Adds the entry of a cell behind those that are there.
     *
     * @param array the array that holds the cell
     * @param cell where it begins; no removal
     */
    // hot path: ApplyBenchmark
    public final void add(byte[] array, int cell) {
        reserve(size + 1);
        int keyLength = WriteCell.keyLength(array, cell);
        int valueLength = WriteCell.valueLength(array, cell);
        pages[size] = array;
        numbers[size] = ~cell;
        keyLengths[size] = keyLength;
        valueLengths[size] = valueLength;
        large[size] = WriteCell.isLarge(array, cell);
        size++;
        if (size == 1) {
            beginPrefix();
            measureWidths(0);
        } else {
            oneKeyWidth &= keyLength == keyLengths[0];
            oneValueWidth &= valueLength == valueLengths[0] && !large[size - 1];
            if (prefix > 0) {
                shortenPrefix(array, cell + WriteCell.KEY_OFFSET, keyLength);
            }
        }
        sum += LeafEditor.entrySize(Math.max(0, keyLength - prefix), valueLength);
    }

    /** Makes the whole first key the prefix. */
    private void beginPrefix() {
        smallest = atLeast(smallest, keyLengths[0]);
        prefix = copyKey(0, smallest);
        sum = 0;
    }

    /** Shortens the prefix to what the latest key shares; its own size is not in the sum yet. */
    private void shortenPrefix(byte[] array, int offset, int keyLength) {
        int length = Math.min(prefix, keyLength);
        int mismatch = Arrays.mismatch(smallest, 0, length, array, offset, offset + length);
        int common = mismatch < 0 ? length : mismatch;
        if (common < prefix) {
            prefix = common;
            sum = sizes(0, size - 1, common);
        }
    }

    /** Looks at the widths of the entries from a number on; those of the ones before are known. */
    private void measureWidths(int from) {
        int known = Math.max(0, from - 1);
        oneKeyWidth = (from == 0 || oneKeyWidth) && haveOneKeyWidth(known, size);
        oneValueWidth = (from == 0 || oneValueWidth) && haveOneValueWidth(known, size);
    }

    /**
     * Adds entries of a leaf behind those that are there.
     *
     * @param page the leaf, which passed {@link NodeFormat#checkWholly}
     * @param from the first entry
     * @param to the entry behind the last one
     */
    public final void addRange(byte[] page, int from, int to) {
        if (from >= to) {
            return;
        }
        int before = size;
        addAll(page, from, to);
        if (before == 0) {
            beginPrefix();
        }
        lastKey = atLeast(lastKey, keyLengths[size - 1]);
        int length = copyKey(size - 1, lastKey);
        int common = Math.min(prefix, KeyBytes.commonPrefix(smallest, Math.min(prefix, length), lastKey, length));
        if (common < prefix) {
            prefix = common;
            sum = sizes(0, size, common);
        } else {
            sum += sizes(before, size, common);
        }
        measureWidths(before);
    }

    /**
     * Returns the bytes that a single page with all entries would take.
     *
     * @return bytes, more than a page has if there are more entries than fit one
     */
    public final int bytes() {
        int omitted = size * LeafWidths.omitted(oneKeyWidth, oneValueWidth);
        return LeafWidths.room(NodeFormat.slotsStart(prefix) + sum - omitted, omitted);
    }

    /**
     * Returns how many of the first entries a page takes.
     *
     * @param capacity the bytes of the page that may be used
     * @return their number, at least 1
     */
    public final int fitting(int capacity) {
        int count = 0;
        int bytes = NodeFormat.slotsStart(prefix);
        int omitted = LeafWidths.omitted(oneKeyWidth, oneValueWidth);
        while (count < size) {
            bytes += LeafEditor.entrySize(Math.max(0, keyLengths[count] - prefix), valueLengths[count]) - omitted;
            if (LeafWidths.room(bytes, (count + 1) * omitted) > capacity) {
                break;
            }
            count++;
        }
        count = Math.max(1, count);
        if (!fits(0, count, capacity)) {
            // A longer prefix may cost a word more than it saves.
            while (count > 1 && !fits(0, count, capacity)) {
                count--;
            }
        } else {
            while (count < size && fits(0, count + 1, capacity)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Lets the first entries go.
     *
     * @param count how many
     */
    public final void removeFirst(int count) {
        int rest = size - count;
        System.arraycopy(pages, count, pages, 0, rest);
        System.arraycopy(numbers, count, numbers, 0, rest);
        System.arraycopy(keyLengths, count, keyLengths, 0, rest);
        System.arraycopy(valueLengths, count, valueLengths, 0, rest);
        System.arraycopy(large, count, large, 0, rest);
        Arrays.fill(pages, rest, size, null);
        size = rest;
        if (rest == 0) {
            clear();
            return;
        }
        beginPrefix();
        lastKey = atLeast(lastKey, keyLengths[rest - 1]);
        int length = copyKey(rest - 1, lastKey);
        prefix = KeyBytes.commonPrefix(smallest, prefix, lastKey, length);
        sum = sizes(0, rest, prefix);
        measureWidths(0);
    }

    @Override
    final int copyKey(int index, byte[] target) {
        int number = numbers[index];
        if (number >= 0) {
            return super.copyKey(index, target);
        }
        System.arraycopy(pages[index], ~number + WriteCell.KEY_OFFSET, target, 0, keyLengths[index]);
        return keyLengths[index];
    }

    // hot path: ApplyBenchmark
    @Override
    final int move(byte[] page, int slot, int cell, int prefixLength, int index) {
        int number = numbers[index];
        if (number >= 0) {
            return super.move(page, slot, cell, prefixLength, index);
        }
        byte[] source = pages[index];
        int key = ~number + WriteCell.KEY_OFFSET;
        int keyEnd = key + keyLengths[index];
        int suffixLength = keyLengths[index] - prefixLength;
        int size = cellSize(page, suffixLength, valueLengths[index]);
        int head = KeyBytes.head(source, key + prefixLength, keyEnd);
        NodeEditor.putSlot(page, slot, head, size == 0 ? 0 : cell, suffixLength);
        int lengthSize = NodeFormat.valueLengthSize(page);
        if (lengthSize > 0) {
            putValueLength(page, cell, index);
        }
        if (large[index]) {
            NodeFormat.markLargeValues(page);
        }
        // The value follows the key here as there.
        int length = size - lengthSize;
        System.arraycopy(source, keyEnd + valueLengths[index] - length, page, cell + lengthSize, length);
        return size;
    }
}
