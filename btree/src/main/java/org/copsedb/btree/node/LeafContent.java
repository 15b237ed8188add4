package org.copsedb.btree.node;

import java.util.Arrays;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;

/**
 * Entries on their way from old leaves into new ones: what a rebuild, a split, a merge and a redistribution share.
 *
 * <p>Entries are named by the page and the number they have there, at most one is new. The pages that they come from
 * must not change before {@link #write} has returned; to rebuild a page in place, its content is taken from a copy. A
 * writer has one such object and reuses it. Not thread-safe.
 */
public class LeafContent {
    private static final int INITIAL_CAPACITY = 128;

    private final NewEntry newEntry;
    /** The page that an entry comes from; unused for the new one. */
    byte[][] pages = new byte[INITIAL_CAPACITY][];
    /** The entry's number in that page, -1 for the new one. */
    int[] numbers = new int[INITIAL_CAPACITY];

    int[] keyLengths = new int[INITIAL_CAPACITY];
    int[] valueLengths = new int[INITIAL_CAPACITY];
    /** Whether the value's bytes describe a large value. */
    boolean[] large = new boolean[INITIAL_CAPACITY];

    int size;
    private int newIndex = -1;
    /** A length of prefix that all old entries are known to share and to fit with. */
    private int knownPrefix;

    private byte[] firstKey = new byte[INITIAL_CAPACITY];
    byte[] lastKey = new byte[INITIAL_CAPACITY];

    /**
     * Creates an empty content.
     *
     * @param newEntry where {@link #addNew} takes the new entry from
     */
    public LeafContent(NewEntry newEntry) {
        this.newEntry = newEntry;
    }

    /** Forgets all entries and pages. */
    public void clear() {
        Arrays.fill(pages, 0, size, null);
        size = 0;
        newIndex = -1;
        knownPrefix = 0;
    }

    /**
     * Returns the number of entries.
     *
     * @return the number
     */
    public int size() {
        return size;
    }

    /**
     * Adds entries of a leaf behind those that are there.
     *
     * @param page the leaf, which passed {@link NodeFormat#checkWholly}
     * @param from the first entry
     * @param to the entry behind the last one
     */
    public void addAll(byte[] page, int from, int to) {
        reserve(size + to - from);
        for (int i = from; i < to; i++) {
            pages[size] = page;
            numbers[size] = i;
            keyLengths[size] = LeafPage.keyLength(page, i);
            long location = LeafPage.locateValue(page, i);
            valueLengths[size] = LeafPage.valueLength(location);
            large[size] = LeafPage.isLarge(location);
            size++;
        }
        knownPrefix = NodeFormat.prefixLength(page);
    }

    /** Adds the new entry behind those that are there; at most once. */
    public void addNew() {
        reserve(size + 1);
        numbers[size] = -1;
        keyLengths[size] = newEntry.key.length;
        valueLengths[size] = newEntry.valueLength;
        large[size] = newEntry.large;
        newIndex = size++;
    }

    final void reserve(int capacity) {
        if (capacity > pages.length) {
            int enlarged = Math.max(capacity, pages.length * 2);
            pages = Arrays.copyOf(pages, enlarged);
            numbers = Arrays.copyOf(numbers, enlarged);
            keyLengths = Arrays.copyOf(keyLengths, enlarged);
            valueLengths = Arrays.copyOf(valueLengths, enlarged);
            large = Arrays.copyOf(large, enlarged);
        }
    }

    /**
     * Returns the number of the new entry among the others.
     *
     * @return its number, or -1 if there is none
     */
    public int newIndex() {
        return newIndex;
    }

    /**
     * Tells whether a range of entries fits a page.
     *
     * @param from the first entry
     * @param to the entry behind the last one
     * @param pageSize the bytes of the page
     * @return whether {@link #write} can write them to such a page
     */
    public boolean fits(int from, int to, int pageSize) {
        int omitted = omitted(from, to);
        int prefixLength = choosePrefix(from, to);
        int bytes = NodeFormat.slotsStart(prefixLength) + sizes(from, to, prefixLength) - omitted;
        return LeafWidths.room(bytes, omitted) <= pageSize;
    }

    /** Returns the bytes of a page that holds a range of entries with a prefix of a length. */
    final int bytes(int from, int to, int prefixLength) {
        return NodeFormat.slotsStart(prefixLength) + sizes(from, to, prefixLength) - omitted(from, to);
    }

    /** Returns the sum of the sizes of a range of entries with a prefix of a length and with all lengths. */
    final int sizes(int from, int to, int prefixLength) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += LeafEditor.entrySize(Math.max(0, keyLengths[i] - prefixLength), valueLengths[i]);
        }
        return bytes;
    }

    /** Returns the bytes of the lengths that need not be written. */
    private int omitted(int from, int to) {
        return (to - from) * LeafWidths.omitted(haveOneKeyWidth(from, to), haveOneValueWidth(from, to));
    }

    /**
     * Tells whether the keys of a range of entries need no lengths.
     *
     * @param from the first entry
     * @param to the entry behind the last one
     * @return whether they all have the same length, not 0
     */
    protected boolean haveOneKeyWidth(int from, int to) {
        int width = keyLengths[from];
        for (int i = from + 1; i < to; i++) {
            if (keyLengths[i] != width) {
                return false;
            }
        }
        return width > 0;
    }

    /**
     * Tells whether the values of a range of entries need no lengths.
     *
     * @param from the first entry
     * @param to the entry behind the last one
     * @return whether none is large and they all have the same length
     */
    protected boolean haveOneValueWidth(int from, int to) {
        int width = valueLengths[from];
        for (int i = from; i < to; i++) {
            if (large[i] || valueLengths[i] != width) {
                return false;
            }
        }
        return true;
    }

    /**
     * Chooses the prefix for a range of entries: all bytes that they share, unless the keys are so short that a shorter
     * known prefix takes less room.
     */
    final int choosePrefix(int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        int first = copyFirst(from);
        lastKey = atLeast(lastKey, keyLengths[to - 1]);
        int last = copyKey(to - 1, lastKey);
        int common = KeyBytes.commonPrefix(firstKey, first, lastKey, last);
        if (knownPrefix < common && bytes(from, to, knownPrefix) < bytes(from, to, common)) {
            return knownPrefix;
        }
        return common;
    }

    final int copyFirst(int index) {
        firstKey = atLeast(firstKey, keyLengths[index]);
        return copyKey(index, firstKey);
    }

    static byte[] atLeast(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[Math.max(length, buffer.length * 2)];
    }

    /** Writes an entry's key into an array that has room for it; returns the key's length. */
    int copyKey(int index, byte[] target) {
        if (index == newIndex) {
            System.arraycopy(newEntry.key, 0, target, 0, newEntry.key.length);
        } else {
            LeafPage.copyKey(pages[index], numbers[index], target, 0);
        }
        return keyLengths[index];
    }

    /**
     * Returns a copy of an entry's key.
     *
     * @param index the number of the entry
     * @return a fresh array
     */
    public byte[] key(int index) {
        byte[] key = new byte[keyLengths[index]];
        copyKey(index, key);
        return key;
    }

    /**
     * Chooses where to divide the entries into two pages: where the bytes on both sides are most equal, of all places
     * where both sides fit.
     *
     * @param pageSize the bytes of each page
     * @return the number of entries that go to the left page, 1 to {@code size() - 1}
     */
    public int balancedSplit(int pageSize) {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += LeafEditor.entrySize(keyLengths[i], valueLengths[i]);
        }
        long left = 0;
        int middle = 0;
        while (middle < size - 1 && left * 2 < total) {
            left += LeafEditor.entrySize(keyLengths[middle], valueLengths[middle]);
            middle++;
        }
        return nearestSplit(Math.max(1, middle), pageSize);
    }

    /**
     * Finds the place to divide the entries that is nearest to a wanted one.
     *
     * <p>There is one: an entry takes at most a quarter of a page. So the page that overflowed, with its prefix, can be
     * divided somewhere; and where the new entry does not share that prefix it is the first or the last one, and can
     * stand alone.
     *
     * @param wanted how many entries should go to the left page, 1 to {@code size() - 1}
     * @param pageSize the bytes of each page
     * @return how many go there
     */
    public int nearestSplit(int wanted, int pageSize) {
        for (int distance = 0; distance < size; distance++) {
            if (splits(wanted - distance, pageSize)) {
                return wanted - distance;
            }
            if (splits(wanted + distance, pageSize)) {
                return wanted + distance;
            }
        }
        throw new IllegalStateException(size + " entries can not be divided into two pages of " + pageSize + " bytes");
    }

    private boolean splits(int at, int pageSize) {
        return at > 0 && at < size && fits(0, at, pageSize) && fits(at, size, pageSize);
    }

    /**
     * Writes a range of entries into a page, in key order, with the prefix that they share.
     *
     * @param page a page of the caller's, none of those that entries come from
     * @param from the first entry
     * @param to the entry behind the last one
     */
    public void write(byte[] page, int from, int to) {
        NodeEditor.initialize(page, 0);
        int prefixLength = choosePrefix(from, to);
        if (prefixLength > 0) {
            copyFirst(from);
            NodeEditor.setPrefix(page, firstKey, prefixLength);
        }
        if (haveOneKeyWidth(from, to)) {
            LittleEndian.putShort(page, NodeFormat.KEY_WIDTH_OFFSET, keyLengths[from]);
        }
        if (haveOneValueWidth(from, to)) {
            LittleEndian.putShort(page, NodeFormat.VALUE_WIDTH_OFFSET, valueLengths[from] + 1);
        }
        int slot = NodeFormat.slotsStart(prefixLength);
        int slotSize = NodeFormat.slotSize(page);
        int cell = page.length - (bytes(from, to, prefixLength) - slot - (to - from) * slotSize);
        LittleEndian.putInt(page, NodeFormat.CELL_START_OFFSET, cell);
        for (int i = from; i < to; i++) {
            cell += i == newIndex ? writeNew(page, slot, cell, prefixLength) : move(page, slot, cell, prefixLength, i);
            slot += slotSize;
        }
        PageHeader.setEntryCount(page, to - from);
        if (newIndex >= from && newIndex < to) {
            LittleEndian.putShort(page, NodeFormat.LATEST_INSERTION_OFFSET, newIndex - from + 1);
        }
    }

    private int writeNew(byte[] page, int slot, int cell, int prefixLength) {
        LeafEditor.writeEntry(page, slot, cell, prefixLength, newEntry);
        return cellSize(page, newEntry.key.length - prefixLength, newEntry.valueLength);
    }

    /** Returns the bytes of a cell in a page whose widths are chosen. */
    static int cellSize(byte[] page, int suffixLength, int valueLength) {
        return NodeFormat.valueLengthSize(page) + Math.max(0, suffixLength - KeyBytes.HEAD_SIZE) + valueLength;
    }

    /** Copies an old entry; where the prefix is the same, as it is. */
    // hot path: TreeBenchmark
    int move(byte[] page, int slot, int cell, int prefixLength, int index) {
        byte[] source = pages[index];
        int sourceSlot = LeafPage.slot(source, numbers[index]);
        int suffixLength = keyLengths[index] - prefixLength;
        int size = cellSize(page, suffixLength, valueLengths[index]);
        int slotCell = size == 0 ? 0 : cell;
        int lengthSize = NodeFormat.valueLengthSize(page);
        if (large[index]) {
            NodeFormat.markLargeValues(page);
        }
        if (NodeFormat.prefixLength(source) == prefixLength && NodeFormat.valueLengthSize(source) == lengthSize) {
            NodeEditor.putSlot(page, slot, NodePage.head(source, sourceSlot), slotCell, suffixLength);
            System.arraycopy(source, NodePage.cell(source, sourceSlot), page, cell, size);
            return size;
        }
        copyFirst(index);
        NodeEditor.putSlot(page, slot, newHead(firstKey, prefixLength, keyLengths[index]), slotCell, suffixLength);
        if (lengthSize > 0) {
            putValueLength(page, cell, index);
        }
        int tailLength = Math.max(0, suffixLength - KeyBytes.HEAD_SIZE);
        int place = cell + lengthSize;
        if (tailLength > 0) {
            System.arraycopy(firstKey, prefixLength + KeyBytes.HEAD_SIZE, page, place, tailLength);
        }
        int value = LeafPage.valueOffset(LeafPage.locateValue(source, numbers[index]));
        System.arraycopy(source, value, page, place + tailLength, valueLengths[index]);
        return size;
    }

    final void putValueLength(byte[] page, int cell, int index) {
        LittleEndian.putShort(page, cell, valueLengths[index] | (large[index] ? NodeFormat.LARGE_VALUE_MARK : 0));
    }

    /**
     * Makes the head of a key whose page has another prefix than before.
     *
     * @param key the array that begins with the key
     * @param prefixLength the length of the new prefix
     * @param keyLength the length of the key
     * @return the head
     */
    protected int newHead(byte[] key, int prefixLength, int keyLength) {
        return KeyBytes.head(key, prefixLength, keyLength);
    }

    /**
     * Returns the greatest length of a key for nodes of some sizes: a quarter of a node, less what the entry's
     * administration takes.
     *
     * @param leafSize the bytes of a leaf
     * @param branchSize the bytes of a branch
     * @param descriptionSize the bytes of the shortest description of a large value
     * @return the length in bytes
     */
    public static int maximumKeyLength(int leafSize, int branchSize, int descriptionSize) {
        int inLeaf = maximumEntrySize(leafSize) - NodeFormat.SLOT_SIZE - NodeFormat.VALUE_LENGTH_SIZE - descriptionSize;
        int inBranch = (branchSize - NodeFormat.PREFIX_OFFSET) / 4 - NodeFormat.SLOT_SIZE - PageReference.SIZE;
        return Math.min(inLeaf, inBranch);
    }

    /**
     * Returns the greatest size of an entry in a leaf: at least four fit.
     *
     * @param leafSize the bytes of a leaf
     * @return the bytes that {@link LeafEditor#entrySize} may be at most, with the whole key counted
     */
    public static int maximumEntrySize(int leafSize) {
        return (leafSize - NodeFormat.PREFIX_OFFSET) / 4;
    }
}
