package org.copsedb.btree.apply;

import org.copsedb.btree.DamagePath;
import org.copsedb.btree.LargeValuePages;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.node.BranchEditor;
import org.copsedb.btree.node.BranchPage;
import org.copsedb.btree.node.LeafEditor;
import org.copsedb.btree.node.LeafPage;
import org.copsedb.btree.node.NewEntry;
import org.copsedb.btree.node.NodeEditor;
import org.copsedb.btree.node.NodeFormat;
import org.copsedb.btree.node.WriteCell;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Applies writes in key order to a tree, from its left edge to its right one, each touched leaf once.
 *
 * <p>A branch below which every touched child becomes one node is copied, and its references are set anew. Where a
 * child is split, or vanishes, or is too small to stand alone, the branch is taken apart: its children go to the
 * {@link TreeBuilder}, which fills new branches with them, and what was too small goes before the entries or children
 * of the next node, which is entered for this even where no write touches it. So a long run of new entries becomes
 * packed leaves, as in an empty tree, and all other nodes stay as they are.
 *
 * <p>Depth is bounded by the levels, which fall at every hop. Writes that change nothing copy nothing.
 */
class TreeMerge extends TreeBuilder {
    private static final byte[] NOTHING = new byte[0];
    /** So many writes go into a leaf in place; with more of them it is written anew. */
    private static final int WRITES_IN_PLACE = 4;

    /** A branch on the way down. */
    private static final class Step {
        byte[] page = NOTHING;
        /** Which child is being worked on. */
        int child;
        /** Whether each child before became one node, so that the branch can be copied with new references. */
        boolean patching;
        /** The node that the child became, so far. */
        byte @Nullable [] became;
    }

    private final Step[] steps = new Step[NodeFormat.MAXIMUM_LEVEL + 1];
    private final NewEntry entry = new NewEntry();
    private byte[] keyBuffer = new byte[64];
    private final SortedWrites writes;
    /** Whether there is a write to apply. */
    private boolean pending;

    private int top;
    private long rootPage;

    TreeMerge(PageWriter pages, TreeShape shape, SortedWrites writes, boolean ascending) {
        super(pages, shape, ascending);
        this.writes = writes;
    }

    /**
     * Applies all writes.
     *
     * @param root the root of the version to begin with
     * @return the root of the new version
     */
    final PageReference apply(PageReference root) {
        pending = writes.next();
        if (!pending) {
            return root;
        }
        if (root.isNone()) {
            addAll();
        } else {
            rootPage = root.page();
            top = -1;
            try {
                byte[] page = pages.read(root.page(), root.stamp());
                top = checkedLevel(page);
                page = readNode(top, root);
                merge(top, page);
            } catch (CorruptFileException damage) {
                throw located(damage);
            }
        }
        return finish();
    }

    private static int checkedLevel(byte[] page) {
        int level = PageHeader.level(page);
        if (level > NodeFormat.MAXIMUM_LEVEL) {
            throw NodeFormat.corrupt(page, "a level of at most " + NodeFormat.MAXIMUM_LEVEL, "level " + level);
        }
        return level;
    }

    private void addAll() {
        while (pending) {
            if (!WriteCell.isRemoval(writes.array, writes.cell)) {
                add(writes.array, writes.cell);
            }
            pending = writes.next();
        }
    }

    private void merge(int level, byte[] page) {
        if (level == 0) {
            mergeLeaf(page);
        } else {
            mergeBranch(level, page);
        }
    }

    // Branches

    private void mergeBranch(int level, byte[] page) {
        Step step = steps[level] == null ? new Step() : steps[level];
        steps[level] = step;
        step.page = page;
        step.child = 0;
        step.became = null;
        step.patching = isEmptyTo(level);
        byte[] upper = upper(level);
        int count = PageHeader.entryCount(page);
        while (step.child < count) {
            int touched = nextTouched(step, level, upper);
            if (!step.patching) {
                branch(level).addRange(separatorBefore(level), step.page, step.child, touched);
            }
            step.child = touched;
            if (touched < count) {
                mergeChild(step, level);
                step.child++;
            }
        }
        if (step.patching) {
            byte[] patched = step.page;
            step.page = NOTHING;
            place(level, patched, separatorBeforeNode(level));
        } else {
            pages.free(PageHeader.pageNumber(step.page), PageHeader.stamp(step.page));
            step.page = NOTHING;
            if (branch(level).size() > 1 && !isPoor(branch(level).bytes(), branchSize)) {
                emitBranches(level);
            }
        }
    }

    /**
     * Returns the next child that a write goes to, or that must take what was kept back; else the number of children.
     */
    private int nextTouched(Step step, int level, byte @Nullable [] upper) {
        if (!isEmptyTo(level - 1)) {
            return step.child;
        }
        if (!isWithin(upper)) {
            return PageHeader.entryCount(step.page);
        }
        int length = copyKey();
        return Math.max(step.child, BranchPage.search(step.page, keyBuffer, length));
    }

    private boolean isWithin(byte @Nullable [] upper) {
        return pending && (upper == null || WriteCell.compareKey(writes.array, writes.cell, upper) < 0);
    }

    private int copyKey() {
        int length = WriteCell.keyLength(writes.array, writes.cell);
        if (keyBuffer.length < length) {
            keyBuffer = new byte[Math.max(length, keyBuffer.length * 2)];
        }
        System.arraycopy(writes.array, writes.cell + WriteCell.KEY_OFFSET, keyBuffer, 0, length);
        return length;
    }

    private void mergeChild(Step step, int level) {
        int place = BranchPage.referenceOffset(step.page, step.child);
        PageReference reference = PageReference.get(step.page, place);
        byte[] child = readNode(level - 1, reference);
        step.became = null;
        merge(level - 1, child);
        if (!step.patching) {
            return;
        }
        byte[] became = step.became;
        if (became == null || !isEmptyTo(level - 1)) {
            takeApart(step, level);
        } else {
            patch(step, reference, became);
        }
        step.became = null;
    }

    private void patch(Step step, PageReference old, byte[] node) {
        long count = countOf(node);
        if (PageHeader.pageNumber(node) == old.page()
                && PageHeader.stamp(node) == old.stamp()
                && count == old.count()
                && (!NodeFormat.hasLargeValues(node) || NodeFormat.hasLargeValues(step.page))) {
            return;
        }
        step.page = own(step.page);
        BranchEditor.setChild(step.page, step.child, node, count);
        if (NodeFormat.hasLargeValues(node)) {
            NodeFormat.markLargeValues(step.page);
        }
    }

    private byte[] own(byte[] page) {
        if (PageHeader.stamp(page) == pages.stamp()) {
            return page;
        }
        byte[] copy = pages.allocate(PageHeader.order(page));
        NodeEditor.copy(page, copy);
        pages.free(PageHeader.pageNumber(page), PageHeader.stamp(page));
        return copy;
    }

    /** Goes on with the children of a branch instead of the branch. */
    private void takeApart(Step step, int level) {
        step.patching = false;
        int child = step.child;
        step.child = 0;
        byte[] left = separatorBefore(level);
        step.child = child;
        branch(level).addRange(left, step.page, 0, child);
        byte[] became = step.became;
        if (became != null) {
            super.place(level - 1, became, separatorBefore(level));
        }
    }

    @Override
    void place(int level, byte[] page, byte[] left) {
        Step step = level < top ? steps[level + 1] : null;
        if (step == null || !step.patching || step.page == NOTHING) {
            super.place(level, page, left);
        } else if (step.became == null) {
            step.became = page;
        } else {
            takeApart(step, level + 1);
            super.place(level, page, left);
        }
    }

    /** Returns the separator before the child that a step is at. */
    private byte[] separatorBefore(int level) {
        Step step = steps[level];
        return step.child > 0 ? BranchPage.separator(step.page, step.child - 1) : separatorBeforeNode(level);
    }

    /** Returns the separator before the node of a level that is being worked on. */
    private byte[] separatorBeforeNode(int level) {
        for (int i = level + 1; i <= top; i++) {
            if (steps[i].child > 0) {
                return BranchPage.separator(steps[i].page, steps[i].child - 1);
            }
        }
        return NOTHING;
    }

    /** Returns the separator behind the node of a level that is being worked on, null at the right edge. */
    private byte @Nullable [] upper(int level) {
        for (int i = level + 1; i <= top; i++) {
            Step step = steps[i];
            if (step.child < PageHeader.entryCount(step.page) - 1) {
                return BranchPage.separator(step.page, step.child);
            }
        }
        return null;
    }

    // Leaves

    private void mergeLeaf(byte[] old) {
        pages.relieve();
        byte[] page = old;
        if (leaf.size() == 0) {
            page = writes.hasMoreThan(WRITES_IN_PLACE, upper(0)) ? old : mergeInPlace(old);
            if (page == NOTHING) {
                return;
            }
            leafLeft = separatorBeforeNode(0);
        }
        mergeAnew(page);
        pages.free(PageHeader.pageNumber(page), PageHeader.stamp(page));
        if (leaf.size() > 0 && !isPoor(leaf.bytes(), leafSize)) {
            emitLeaves();
        }
    }

    /**
     * Applies the first writes to a leaf in place, and places it if these were all.
     *
     * @return nothing if the leaf was placed; else the leaf, perhaps as a copy, which is to be written anew with the
     *     writes that remain
     */
    private byte[] mergeInPlace(byte[] old) {
        byte[] page = old;
        byte[] upper = upper(0);
        boolean shrunk = false;
        for (int i = 0; i < WRITES_IN_PLACE && isWithin(upper); i++) {
            byte[] array = writes.array;
            int cell = writes.cell;
            byte[] key = WriteCell.key(array, cell);
            int index = LeafPage.search(page, key, key.length);
            if (!WriteCell.isRemoval(array, cell)) {
                page = own(page);
                if (!putInPlace(page, index, key)) {
                    return page;
                }
            } else if (index >= 0) {
                page = own(page);
                removeInPlace(page, index);
                shrunk = true;
            }
            pending = writes.next();
        }
        if (isWithin(upper) || (shrunk && isTooSmall(page))) {
            return page;
        }
        place(0, page, separatorBeforeNode(0));
        return NOTHING;
    }

    private boolean isTooSmall(byte[] page) {
        return PageHeader.entryCount(page) == 0 || isPoor(page.length - NodeFormat.freeBytes(page), leafSize);
    }

    /** Puts the current write into a leaf if there is room; if not, an old entry of the key may be gone already. */
    private boolean putInPlace(byte[] page, int index, byte[] key) {
        entry.setCell(key, writes.array, writes.cell);
        if (index < 0) {
            return LeafEditor.tryInsert(page, -1 - index, entry);
        }
        freeLarge(page, index);
        if (LeafEditor.tryOverwrite(page, index, entry)) {
            return true;
        }
        LeafEditor.remove(page, index);
        return LeafEditor.tryInsert(page, index, entry);
    }

    private void removeInPlace(byte[] page, int index) {
        freeLarge(page, index);
        LeafEditor.remove(page, index);
    }

    private void freeLarge(byte[] page, int index) {
        long location = LeafPage.locateValue(page, index);
        if (LeafPage.isLarge(location)) {
            LargeValuePages.free(pages, page, LeafPage.valueOffset(location), LeafPage.valueLength(location));
        }
    }

    /** Adds the entries of a leaf and the writes that go to it, in key order, to those kept back. */
    // hot path: ApplyBenchmark
    private void mergeAnew(byte[] page) {
        byte[] upper = upper(0);
        int count = PageHeader.entryCount(page);
        boolean large = NodeFormat.hasLargeValues(page);
        int done = 0;
        while (pending) {
            int length = copyKey();
            int index = count == 0 ? -1 : LeafPage.search(page, keyBuffer, length);
            int place = Math.max(done, index < 0 ? -1 - index : index);
            if (place == count && !isWithin(upper)) {
                break;
            }
            addRange(page, done, place);
            done = place;
            if (index >= 0) {
                done = behind(index, count);
                if (large) {
                    freeLarge(page, index);
                }
            }
            if (!WriteCell.isRemoval(writes.array, writes.cell)) {
                add(writes.array, writes.cell);
            }
            pending = writes.next();
        }
        addRange(page, done, count);
    }

    /** Returns the number of the entry behind one that a write replaces or removes. */
    int behind(int index, int count) {
        return index + 1;
    }

    private CorruptFileException located(CorruptFileException damage) {
        StringBuilder way = new StringBuilder("root ").append(NodeFormat.name(rootPage));
        for (int level = top; level > 0; level--) {
            Step step = steps[level];
            if (step == null || step.page == NOTHING || step.child >= PageHeader.entryCount(step.page)) {
                break;
            }
            int reference = BranchPage.referenceOffset(step.page, step.child);
            way.append(", child ").append(step.child).append(' ');
            way.append(NodeFormat.name(BranchPage.childPage(step.page, reference)));
        }
        return DamagePath.at(way.toString(), damage);
    }
}
