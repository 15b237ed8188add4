package org.copsedb.btree;

import java.util.Arrays;
import java.util.Objects;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the entries of one version of a tree, within bounds, in both directions.
 *
 * <p>A step within a leaf costs an increment and a comparison; the bounds are worked out once per leaf. Nothing is
 * allocated per step. A new cursor is on no entry: {@link #next} goes to the first one, {@link #previous} to the last.
 * When a move finds no entry the cursor stands before the first or after the last one, and the opposite step comes
 * back.
 *
 * <p>Over a tree that is being written the cursor is valid until the next change. Not thread-safe.
 */
public final class TreeCursor implements EntryView {
    private static final byte[] NOTHING = new byte[0];
    private static final int NEW = 0;
    private static final int BEFORE_FIRST = 1;
    private static final int ON_ENTRY = 2;
    private static final int AFTER_LAST = 3;
    private static final int FAILED = 4;

    private final PageReader reader;
    private PageReference root;
    private final KeyBounds bounds;
    private final ValueView view = new ValueView();

    /** The branches from the root down; their number is the root's level. */
    private byte[][] branches = new byte[4][];

    private int[] children = new int[4];
    private int depth;

    private byte[] leaf = NOTHING;
    private int index;
    /** The entries of the leaf that lie within the bounds. */
    private int from;

    private int to;
    private int state = NEW;
    private @Nullable CorruptFileException failure;
    private byte[] keyBuffer = NOTHING;
    private final PlaceCheck place = new PlaceCheck();

    TreeCursor(PageReader reader, PageReference root, KeyBounds bounds) {
        this.reader = reader;
        this.root = root;
        this.bounds = bounds;
    }

    /**
     * Moves to the first entry within the bounds.
     *
     * @return whether there is one
     */
    public boolean first() {
        byte[] low = bounds.low();
        try {
            if (root.isNone()) {
                return leave(AFTER_LAST);
            }
            descend(low, true);
            index = from;
            checkEdge(index);
            return settleForward();
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /**
     * Moves to the last entry within the bounds.
     *
     * @return whether there is one
     */
    public boolean last() {
        try {
            if (root.isNone()) {
                return leave(BEFORE_FIRST);
            }
            descend(bounds.high(), false);
            index = to - 1;
            checkEdge(to);
            return settleBackward();
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /**
     * Moves to the smallest key within the bounds that is not below one.
     *
     * @param key the key
     * @return whether there is one
     */
    public boolean seek(byte[] key) {
        byte[] low = bounds.low();
        if (low != null && Arrays.compareUnsigned(key, low) <= 0) {
            return first();
        }
        try {
            if (root.isNone()) {
                return leave(AFTER_LAST);
            }
            descend(key, true);
            int found = LeafPage.search(leaf, key, key.length);
            index = Math.max(from, found < 0 ? -1 - found : found);
            checkEdge(index);
            return settleForward();
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /**
     * Moves to the greatest key within the bounds that is not above one.
     *
     * @param key the key
     * @return whether there is one
     */
    public boolean seekFloor(byte[] key) {
        byte[] high = bounds.high();
        if (high != null && Arrays.compareUnsigned(key, high) >= 0) {
            return last();
        }
        try {
            if (root.isNone()) {
                return leave(BEFORE_FIRST);
            }
            descend(key, true);
            int found = LeafPage.search(leaf, key, key.length);
            index = Math.min(to - 1, found < 0 ? -2 - found : found);
            checkEdge(index + 1);
            return settleBackward();
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /**
     * Moves to the key with so many keys of the whole tree before it, whatever the bounds.
     *
     * @param rank 0 to the tree's size - 1
     */
    void seekRank(long rank) {
        try {
            byte[] page = reader.read(root.page(), root.stamp());
            begin(PageHeader.level(page));
            long left = rank;
            long count = root.count();
            for (int level = PageHeader.level(page); level > 0; level--) {
                int size = NodeFormat.check(page, level);
                Tree.requireCount(page, count, BranchPage.countBetween(page, 0, size));
                int child = 0;
                int reference = BranchPage.referenceOffset(page, 0);
                count = BranchPage.childCount(page, reference);
                while (left >= count) {
                    left -= count;
                    child++;
                    reference += PageReference.SIZE;
                    count = BranchPage.childCount(page, reference);
                }
                page = enter(page, child);
            }
            arrive(page, count);
            place.checkAtAllLevels(branches, children, depth, leaf);
            index = (int) left;
            state = ON_ENTRY;
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /**
     * Moves to the next entry.
     *
     * @return whether there is one within the bounds
     */
    public boolean next() {
        if (state == ON_ENTRY) {
            if (++index < to) {
                return true;
            }
            try {
                return settleForward();
            } catch (CorruptFileException damage) {
                throw locate(damage);
            }
        }
        return canMove(AFTER_LAST) && first();
    }

    /**
     * Moves to the previous entry.
     *
     * @return whether there is one within the bounds
     */
    public boolean previous() {
        if (state == ON_ENTRY) {
            if (--index >= from) {
                return true;
            }
            try {
                return settleBackward();
            } catch (CorruptFileException damage) {
                throw locate(damage);
            }
        }
        return canMove(BEFORE_FIRST) && last();
    }

    /** Tells whether there may be entries in a direction; where a move met damage, all that follow meet it again. */
    private boolean canMove(int end) {
        CorruptFileException damage = failure;
        if (state == FAILED && damage != null) {
            throw damage;
        }
        return state != end;
    }

    /** Takes the entry at the index, or the first one behind this leaf. */
    private boolean settleForward() {
        while (index >= to) {
            if (to < PageHeader.entryCount(leaf) || !nextLeaf()) {
                return leave(AFTER_LAST);
            }
            index = from;
        }
        state = ON_ENTRY;
        return true;
    }

    private boolean settleBackward() {
        while (index < from) {
            if (from > 0 || !previousLeaf()) {
                return leave(BEFORE_FIRST);
            }
            index = to - 1;
        }
        state = ON_ENTRY;
        return true;
    }

    private boolean leave(int newState) {
        state = newState;
        return false;
    }

    private boolean nextLeaf() {
        int level = depth - 1;
        while (level >= 0 && children[level] == PageHeader.entryCount(branches[level]) - 1) {
            level--;
        }
        if (level < 0) {
            return false;
        }
        int wholeDepth = depth;
        depth = level;
        descendFrom(branches[level], children[level] + 1, wholeDepth - level, true);
        return true;
    }

    private boolean previousLeaf() {
        int level = depth - 1;
        while (level >= 0 && children[level] == 0) {
            level--;
        }
        if (level < 0) {
            return false;
        }
        int wholeDepth = depth;
        depth = level;
        descendFrom(branches[level], children[level] - 1, wholeDepth - level, false);
        return true;
    }

    /** Enters a child of a branch of a level and goes down along its first or last children. */
    private void descendFrom(byte[] branch, int child, int level, boolean first) {
        long count = BranchPage.childCount(branch, BranchPage.referenceOffset(branch, child));
        byte[] page = enter(branch, child);
        for (int below = level - 1; below > 0; below--) {
            int last = NodeFormat.check(page, below) - 1;
            place.checkBetweenNearest(branches, children, depth, page);
            int edge = first ? 0 : last;
            count = BranchPage.childCount(page, BranchPage.referenceOffset(page, edge));
            page = enter(page, edge);
        }
        arrive(page, count);
        place.checkBetweenNearest(branches, children, depth, page);
    }

    /** Checks the place of the leaf where so many of its entries come before what was looked for. */
    private void checkEdge(int before) {
        if (before == 0 || before == PageHeader.entryCount(leaf)) {
            place.checkAtAllLevels(branches, children, depth, leaf);
        }
    }

    /** Goes to the leaf of a key and checks that it stands where the key belongs. */
    void checkPlace(byte[] key) {
        try {
            descend(key, true);
            place.checkAtAllLevels(branches, children, depth, leaf);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    /** Goes to the leaf of a key; without a key to the first or the last leaf. */
    private void descend(byte @Nullable [] key, boolean first) {
        byte[] page = reader.read(root.page(), root.stamp());
        begin(PageHeader.level(page));
        long count = root.count();
        for (int level = PageHeader.level(page); level > 0; level--) {
            int last = NodeFormat.check(page, level) - 1;
            int child = key != null ? BranchPage.search(page, key, key.length) : first ? 0 : last;
            count = BranchPage.childCount(page, BranchPage.referenceOffset(page, child));
            page = enter(page, child);
        }
        arrive(page, count);
    }

    private void begin(int levels) {
        depth = 0;
        if (levels > NodeFormat.MAXIMUM_LEVEL) {
            throw NodeFormat.tooHigh(root.page(), levels);
        }
        if (levels > branches.length) {
            branches = new byte[levels][];
            children = new int[levels];
        }
    }

    private byte[] enter(byte[] branch, int child) {
        branches[depth] = branch;
        children[depth++] = child;
        int reference = BranchPage.referenceOffset(branch, child);
        return reader.read(BranchPage.childPage(branch, reference), BranchPage.childStamp(branch, reference));
    }

    /** Goes over to another version of the tree; the cursor is new again. */
    void reset(PageReference version) {
        root = version;
        state = NEW;
    }

    /** Copies the path to the entry's leaf; returns the depth of the leaf. */
    int copyPath(byte[][] path, int[] childrenOfPath) {
        System.arraycopy(branches, 0, path, 0, depth);
        System.arraycopy(children, 0, childrenOfPath, 0, depth);
        path[depth] = leaf;
        return depth;
    }

    /** Follows a change that kept the path, but for copies of its pages, and made so many entries more of the leaf. */
    void follow(PageReference version, byte[][] path, int entries) {
        root = version;
        System.arraycopy(path, 0, branches, 0, depth);
        leaf = path[depth];
        to += entries;
    }

    KeyBounds bounds() {
        return bounds;
    }

    /** Returns the number of the entry in its leaf. */
    int index() {
        return index;
    }

    /** Stands on an entry of the leaf; one before or behind the leaf's entries is left at the next step. */
    void setIndex(int newIndex) {
        index = newIndex;
        state = ON_ENTRY;
    }

    /** Returns the number behind the leaf's last entry within the bounds. */
    int end() {
        return to;
    }

    byte[] leaf() {
        return leaf;
    }

    /** Tells whether entries within the bounds may follow behind this leaf. */
    boolean continuesBehindLeaf() {
        return to == PageHeader.entryCount(leaf);
    }

    /** Takes a leaf and works out which of its entries lie within the bounds. */
    private void arrive(byte[] page, long count) {
        Tree.checkLeaf(page, count);
        leaf = page;
        int size = PageHeader.entryCount(page);
        from = 0;
        to = size;
        byte[] low = bounds.low();
        if (low != null && LeafPage.compareKey(page, 0, low) <= 0) {
            int found = LeafPage.search(page, low, low.length);
            from = found < 0 ? -1 - found : bounds.lowIncluded() ? found : found + 1;
        }
        byte[] high = bounds.high();
        if (high != null && LeafPage.compareKey(page, size - 1, high) >= 0) {
            int found = LeafPage.search(page, high, high.length);
            to = found < 0 ? -1 - found : bounds.highIncluded() ? found + 1 : found;
        }
    }

    private CorruptFileException locate(CorruptFileException damage) {
        state = FAILED;
        String path = DamagePath.along(root.page(), branches, children, depth);
        CorruptFileException located = DamagePath.at(path, damage);
        failure = located;
        return located;
    }

    /**
     * Tells whether the cursor is on an entry.
     *
     * @return whether key and value can be asked for
     */
    public boolean isOnEntry() {
        return state == ON_ENTRY;
    }

    private void requireEntry() {
        if (state != ON_ENTRY) {
            throw new IllegalStateException("the cursor is not on an entry");
        }
    }

    @Override
    public int keyLength() {
        requireEntry();
        return LeafPage.keyLength(leaf, index);
    }

    @Override
    public int copyKey(byte[] target, int offset) {
        int length = keyLength();
        Objects.checkFromIndexSize(offset, length, target.length);
        writeKey(target, offset);
        return length;
    }

    @Override
    public byte[] keyBuffer() {
        int length = keyLength();
        if (keyBuffer.length < length) {
            keyBuffer = new byte[Math.max(64, Integer.highestOneBit(length) * 2)];
        }
        writeKey(keyBuffer, 0);
        return keyBuffer;
    }

    private void writeKey(byte[] target, int offset) {
        try {
            LeafPage.copyKey(leaf, index, target, offset);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    @Override
    public byte[] key() {
        byte[] key = new byte[keyLength()];
        writeKey(key, 0);
        return key;
    }

    @Override
    public int compareKey(byte[] key) {
        requireEntry();
        try {
            return LeafPage.compareKey(leaf, index, key);
        } catch (CorruptFileException damage) {
            throw locate(damage);
        }
    }

    @Override
    public ValueView value() {
        requireEntry();
        view.set(reader, root, leaf, index);
        return view;
    }
}
