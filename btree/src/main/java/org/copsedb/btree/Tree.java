package org.copsedb.btree;

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
 * One version of a tree, to be read: sorted entries of bytes, keys in unsigned order.
 *
 * <p>A version is named by the reference to its root; making this object costs nothing beyond itself. It may be used by
 * any number of threads while nobody edits the version's pages, which holds for all that was published. Every search
 * goes from the root to one leaf, O(log n), and allocates nothing but its result.
 *
 * <p>All methods throw {@link CorruptFileException}, with the path from the root, where a page breaks the format, and
 * {@link org.copsedb.storage.StorageException} where the disk refuses a read.
 */
public final class Tree {
    private final PageReader reader;
    private final PageReference root;

    /**
     * Creates a view of a version.
     *
     * @param reader where the pages come from
     * @param root the root, {@link PageReference#NONE} for an empty tree
     */
    public Tree(PageReader reader, PageReference root) {
        this.reader = reader;
        this.root = root;
    }

    /**
     * Returns the root of this version.
     *
     * @return the reference
     */
    public PageReference root() {
        return root;
    }

    /**
     * Returns the number of entries. O(1).
     *
     * @return the number
     */
    public long size() {
        return root.count();
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return a fresh array, or null if the key is not there
     * @throws UnsupportedOperationException if the value is too long for an array; {@link #find} reads it as a stream
     */
    public byte @Nullable [] get(byte[] key) {
        if (root.isNone()) {
            Objects.requireNonNull(key, "key");
            return null;
        }
        try {
            byte[] leaf = descend(key);
            int index = LeafPage.search(leaf, key, key.length);
            if (index < 0) {
                requireAbsent(leaf, index, key);
                return null;
            }
            long location = LeafPage.locateValue(leaf, index);
            int offset = LeafPage.valueOffset(location);
            int length = LeafPage.valueLength(location);
            if (LeafPage.isLarge(location)) {
                return LargeValueStream.readWhole(reader, leaf, offset, length);
            }
            byte[] value = new byte[length];
            System.arraycopy(leaf, offset, value, 0, length);
            return value;
        } catch (CorruptFileException damage) {
            throw locate(key, damage);
        }
    }

    /**
     * Looks at the value of a key where it lies.
     *
     * @param key the key
     * @param view is filled if the key is there
     * @return whether it is there
     */
    public boolean find(byte[] key, ValueView view) {
        if (root.isNone()) {
            Objects.requireNonNull(key, "key");
            return false;
        }
        try {
            byte[] leaf = descend(key);
            int index = LeafPage.search(leaf, key, key.length);
            if (index < 0) {
                requireAbsent(leaf, index, key);
                return false;
            }
            view.set(reader, root, leaf, index);
            return true;
        } catch (CorruptFileException damage) {
            throw locate(key, damage);
        }
    }

    /**
     * Tells whether a key is there.
     *
     * @param key the key
     * @return whether it is
     */
    public boolean contains(byte[] key) {
        if (root.isNone()) {
            Objects.requireNonNull(key, "key");
            return false;
        }
        try {
            byte[] leaf = descend(key);
            int index = LeafPage.search(leaf, key, key.length);
            if (index < 0) {
                requireAbsent(leaf, index, key);
            }
            return index >= 0;
        } catch (CorruptFileException damage) {
            throw locate(key, damage);
        }
    }

    private byte[] descend(byte[] key) {
        byte[] page = reader.read(root.page(), root.stamp());
        long count = root.count();
        for (int level = PageHeader.level(page); level > 0; level--) {
            NodeFormat.check(page, level);
            int reference = BranchPage.referenceOffset(page, BranchPage.search(page, key, key.length));
            count = BranchPage.childCount(page, reference);
            page = reader.read(BranchPage.childPage(page, reference), BranchPage.childStamp(page, reference));
        }
        checkLeaf(page, count);
        return page;
    }

    /** Makes sure that a key that a search did not find is not elsewhere: see {@link PlaceCheck}. */
    private void requireAbsent(byte[] leaf, int index, byte[] key) {
        int before = -1 - index;
        if (before == 0 || before == PageHeader.entryCount(leaf)) {
            // With a copy of the key, as the caller's array might change meanwhile, which is no damage of the tree.
            cursor().checkPlace(key.clone());
        }
    }

    static void checkLeaf(byte[] page, long count) {
        requireCount(page, count, NodeFormat.check(page, 0));
    }

    private CorruptFileException locate(byte[] key, CorruptFileException damage) {
        return DamagePath.locate(reader, root, page -> BranchPage.search(page, key, key.length), damage);
    }

    /**
     * Returns how many keys come before one.
     *
     * <p>Cost: O(log n) pages, and within each the children before the one that is entered.
     *
     * @param key the key, which need not be there
     * @return the number of smaller keys
     */
    public long rank(byte[] key) {
        return rank(key, false);
    }

    private long rank(byte[] key, boolean keyCounts) {
        if (root.isNone()) {
            Objects.requireNonNull(key, "key");
            return 0;
        }
        try {
            long before = 0;
            long count = root.count();
            byte[] page = reader.read(root.page(), root.stamp());
            for (int level = PageHeader.level(page); level > 0; level--) {
                int size = NodeFormat.check(page, level);
                int child = BranchPage.search(page, key, key.length);
                int reference = BranchPage.referenceOffset(page, child);
                long smaller = BranchPage.countBetween(page, 0, child);
                requireCount(page, count, smaller + BranchPage.countBetween(page, child, size));
                before += smaller;
                count = BranchPage.childCount(page, reference);
                page = reader.read(BranchPage.childPage(page, reference), BranchPage.childStamp(page, reference));
            }
            checkLeaf(page, count);
            int index = LeafPage.search(page, key, key.length);
            if (index < 0) {
                requireAbsent(page, index, key);
            }
            return before + (index < 0 ? -1 - index : keyCounts ? index + 1 : index);
        } catch (CorruptFileException damage) {
            throw locate(key, damage);
        }
    }

    static void requireCount(byte[] page, long expected, long found) {
        if (found != expected) {
            throw NodeFormat.corrupt(page, expected + " entries", found + " entries");
        }
    }

    /**
     * Returns the key with so many keys before it. O(log n).
     *
     * @param rank 0 to {@code size() - 1}
     * @return a fresh array
     * @throws IndexOutOfBoundsException if the rank is out of range
     */
    public byte[] keyAt(long rank) {
        Objects.checkIndex(rank, size());
        TreeCursor cursor = cursor();
        cursor.seekRank(rank);
        return cursor.key();
    }

    /**
     * Counts the keys in a range. O(log n).
     *
     * @param bounds the range
     * @return the number of keys
     */
    public long count(KeyBounds bounds) {
        byte[] low = bounds.low();
        byte[] high = bounds.high();
        long from = low == null ? 0 : rank(low, !bounds.lowIncluded());
        long to = high == null ? size() : rank(high, bounds.highIncluded());
        return Math.max(0, to - from);
    }

    /**
     * Returns the entry with the smallest key.
     *
     * @return a copy, or null if the tree is empty
     */
    public @Nullable TreeEntry first() {
        TreeCursor cursor = cursor();
        return cursor.first() ? cursor.entry() : null;
    }

    /**
     * Returns the entry with the greatest key.
     *
     * @return a copy, or null if the tree is empty
     */
    public @Nullable TreeEntry last() {
        TreeCursor cursor = cursor();
        return cursor.last() ? cursor.entry() : null;
    }

    /**
     * Returns the entry with the greatest key that is not above one.
     *
     * @param key the key
     * @return a copy, or null if there is none
     */
    public @Nullable TreeEntry floor(byte[] key) {
        TreeCursor cursor = cursor();
        return cursor.seekFloor(key) ? cursor.entry() : null;
    }

    /**
     * Returns the entry with the smallest key that is not below one.
     *
     * @param key the key
     * @return a copy, or null if there is none
     */
    public @Nullable TreeEntry ceiling(byte[] key) {
        TreeCursor cursor = cursor();
        return cursor.seek(key) ? cursor.entry() : null;
    }

    /**
     * Returns the entry with the greatest key below one.
     *
     * @param key the key
     * @return a copy, or null if there is none
     */
    public @Nullable TreeEntry lower(byte[] key) {
        TreeCursor cursor = cursor(new KeyBounds(null, true, key, false));
        return cursor.last() ? cursor.entry() : null;
    }

    /**
     * Returns the entry with the smallest key above one.
     *
     * @param key the key
     * @return a copy, or null if there is none
     */
    public @Nullable TreeEntry higher(byte[] key) {
        TreeCursor cursor = cursor(new KeyBounds(key, false, null, true));
        return cursor.first() ? cursor.entry() : null;
    }

    /**
     * Returns a cursor over all entries.
     *
     * @return the cursor, not on an entry yet
     */
    public TreeCursor cursor() {
        return new TreeCursor(reader, root, KeyBounds.ALL);
    }

    /**
     * Returns a cursor over the entries in a range.
     *
     * @param bounds the range
     * @return the cursor, not on an entry yet
     */
    public TreeCursor cursor(KeyBounds bounds) {
        return new TreeCursor(reader, root, bounds);
    }

    /** Returns a place before everything, for a comparison with another tree. */
    DifferenceSide side() {
        return new DifferenceSide(reader, root);
    }

    /**
     * Shows all pages of the tree to a visitor, parents before children. Branches are read; leaves only where large
     * values may lie in them.
     *
     * @param visitor is shown the pages; must throw at a page that it met before
     */
    public void forEachPage(PageVisitor visitor) {
        new TreePages(reader, visitor).visitTree(root);
    }

    /**
     * Counts the pages and what they hold. Costs one reading of all nodes.
     *
     * @return the figures
     */
    public TreeStatistics statistics() {
        return TreeStatistics.of(reader, root);
    }
}
