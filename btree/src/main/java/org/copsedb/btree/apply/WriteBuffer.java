package org.copsedb.btree.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.copsedb.btree.LargeValuePages;
import org.copsedb.btree.LargeValueWriter;
import org.copsedb.btree.OversizedKeyException;
import org.copsedb.btree.TreeEntry;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.UnsortedKeyException;
import org.copsedb.btree.ValuePlacement;
import org.copsedb.btree.node.NewEntry;
import org.copsedb.btree.node.WriteCell;
import org.copsedb.pagestore.PageWriter;

/**
 * Writes to one tree that ask for no answer: collected in the order of their arrival, and applied in key order.
 *
 * <p>The tree shows them after {@link #apply}. What does not fit the budget's memory goes to sorted runs in scratch
 * pages. The bytes of large values go to their pages at once; only their descriptions are collected. Arrays of the
 * caller are copied.
 *
 * <p>A savepoint {@linkplain #seal seals} the buffer: the writes collected so far belong to it, and stay in memory
 * until it is {@linkplain #unseal given up}, so that a {@linkplain #restore return} finds them again, whether they were
 * applied since or not. Sealing costs O(1), but for what takes more than half of the budget, which is applied first.
 *
 * <p>If a method throws a {@link org.copsedb.storage.CopseException} other than {@link OversizedKeyException}, the
 * transaction must be given up. For one thread at a time.
 */
public class WriteBuffer {
    private static final byte[] NOTHING = new byte[0];
    /** The bytes that sorting takes for each write. */
    private static final int SORTING_SIZE = 2 * Long.BYTES;

    /** What a savepoint keeps. Of the buffer that made it. */
    public static final class Seal {
        private final Pending pending;

        private Seal(Pending pending) {
            this.pending = pending;
        }
    }

    /**
     * The writes in memory that are not applied.
     *
     * @param start the end of the arena before the first one
     * @param end the end of the arena behind the last one
     * @param count how many there are
     * @param last the place of the last one
     * @param ascending whether their keys ascend strictly
     */
    private record Pending(int start, int end, int count, int last, boolean ascending) {}

    final PageWriter pages;
    final TreeShape shape;
    private final TreeWriter tree;
    private final WriteBudget budget;
    private final ValuePlacement placement;
    private final WriteArena arena = new WriteArena();
    private final List<SortedRun> runs = new ArrayList<>();
    private final List<Seal> seals = new ArrayList<>();
    final Superseded superseded = this::drop;

    /** Whether the keys of all runs arrived in ascending order; then {@link #lastRunKey} is the greatest. */
    private boolean runsAscend;

    private byte[] lastRunKey = NOTHING;

    private int start;
    private int count;
    private int last;
    private boolean ascending = true;

    /** Whether entries are being put that must be sorted; then runs hold nothing else. */
    private boolean sorting;
    /** What was pending before these. */
    private Pending before = new Pending(0, 0, 0, 0, true);

    /**
     * Creates an empty buffer.
     *
     * @param pages where pages come from and go
     * @param shape the shape of the tree
     * @param tree the tree
     * @param budget the memory that the buffer shares with others
     */
    public WriteBuffer(PageWriter pages, TreeShape shape, TreeWriter tree, WriteBudget budget) {
        this.pages = pages;
        this.shape = shape;
        this.tree = tree;
        this.budget = budget;
        this.placement = new ValuePlacement(pages, new NewEntry(), shape.leafSize(pages.basePageSize()));
        budget.add(this);
    }

    /**
     * Tells whether the tree shows all writes.
     *
     * @return whether nothing is collected
     */
    public final boolean isEmpty() {
        return count == 0 && runs.isEmpty();
    }

    /**
     * Sets the value of a key.
     *
     * @param key the key
     * @param value the value
     * @throws OversizedKeyException if the key is too long
     */
    public final void put(byte[] key, byte[] value) {
        Objects.requireNonNull(value, "value");
        if (key.length > tree.maximumKeyLength()) {
            throw new OversizedKeyException(key.length, tree.maximumKeyLength());
        }
        requireIdle();
        append(key, value);
    }

    /**
     * Removes a key, whether it is there or not.
     *
     * @param key the key
     */
    public final void remove(byte[] key) {
        Objects.requireNonNull(key, "key");
        requireIdle();
        if (key.length <= tree.maximumKeyLength()) {
            append(key, NOTHING, WriteCell.REMOVAL);
        }
    }

    private void append(byte[] key, byte[] value) {
        if (placement.isInline(key, value.length)) {
            append(key, value, WriteArena.putMark(value.length, false));
        } else {
            byte[] description = LargeValueWriter.write(pages, value, placement.descriptionRoom(key));
            append(key, description, WriteArena.putMark(description.length, true));
        }
    }

    private void append(byte[] key, byte[] value, int mark) {
        int growth = arena.growth(WriteCell.KEY_OFFSET + key.length + value.length);
        if (growth > 0) {
            budget.makeRoom(growth);
        }
        if (count == 0) {
            ascending = runs.isEmpty() || (runsAscend && Arrays.compareUnsigned(lastRunKey, key) < 0);
        } else if (ascending) {
            ascending = WriteCell.compareKey(arena.array(last), WriteArena.cell(last), key) < 0;
        }
        last = arena.append(key, value, mark);
        count++;
    }

    /**
     * Sets the values of keys that come in ascending order. If one of them is out of order or can not be put, or the
     * iterator throws, none is.
     *
     * @param entries the entries; the iterator must not use this buffer
     * @return how many there were
     * @throws UnsortedKeyException if a key does not come after the one before it
     * @throws OversizedKeyException if a key is too long
     */
    public final long putSorted(Iterator<TreeEntry> entries) {
        requireIdle();
        if (!runs.isEmpty()) {
            apply();
        }
        before = pending();
        sorting = true;
        boolean complete = false;
        try {
            long position = 0;
            byte[] previous = NOTHING;
            int length = 0;
            while (entries.hasNext()) {
                TreeEntry entry = entries.next();
                byte[] key = entry.key();
                if (position > 0 && Arrays.compareUnsigned(previous, 0, length, key, 0, key.length) >= 0) {
                    throw new UnsortedKeyException(position, key, Arrays.copyOf(previous, length));
                }
                if (key.length > tree.maximumKeyLength()) {
                    throw new OversizedKeyException(key.length, tree.maximumKeyLength());
                }
                append(key, Objects.requireNonNull(entry.value(), "value"));
                length = key.length;
                previous = previous.length < length ? new byte[2 * length] : previous;
                System.arraycopy(key, 0, previous, 0, length);
                position++;
            }
            complete = true;
            return position;
        } finally {
            sorting = false;
            if (!complete) {
                undoSorted();
            }
        }
    }

    /** Takes back the entries that were put since {@link #putSorted} began. */
    void undoSorted() {
        for (SortedRun run : runs) {
            run.free(superseded);
        }
        runs.clear();
        int place = arena.first(before.end());
        for (int i = before.count(); i < count; i++) {
            drop(arena.array(place), WriteArena.cell(place));
            place = arena.next(place);
        }
        arena.truncate(before.end());
        set(before);
    }

    /**
     * Refuses to go on while {@link #putSorted} takes entries.
     *
     * @throws IllegalStateException if its iterator called
     */
    public final void requireIdle() {
        if (sorting) {
            throw new IllegalStateException("the tree is used by the iterator of entries that are being put into it");
        }
    }

    /** Makes the tree show all writes. Does nothing if it does. */
    public final void apply() {
        if (isEmpty()) {
            return;
        }
        requireIdle();
        if (runs.isEmpty()) {
            merge(sorted(pending()), ascending);
        } else {
            List<SortedWrites> sources = new ArrayList<>();
            for (SortedRun run : runs) {
                sources.add(run.takeAll());
            }
            runs.clear();
            if (count > 0) {
                sources.add(sorted(pending()));
            }
            merge(newRunMerge(sources), runsAscend && (count == 0 || ascending));
        }
        empty();
    }

    private void merge(SortedWrites writes, boolean arrivedAscending) {
        tree.reset(newMerge(writes, arrivedAscending).apply(tree.root()));
    }

    private SortedWrites sorted(Pending writes) {
        KeySort sort = newSort(arena);
        KeySort sorted = writes.ascending()
                ? sort.inOrder(writes.start(), writes.count())
                : sort.sort(writes.start(), writes.count());
        return newArenaWrites(sorted);
    }

    // What tests replace by something with a bug.

    KeySort newSort(WriteArena cells) {
        return new KeySort(cells);
    }

    ArenaWrites newArenaWrites(KeySort sorted) {
        return new ArenaWrites(sorted, superseded);
    }

    TreeMerge newMerge(SortedWrites writes, boolean arrivedAscending) {
        return new TreeMerge(pages, shape, writes, arrivedAscending);
    }

    RunMerge newRunMerge(List<SortedWrites> sources) {
        return new RunMerge(sources, superseded);
    }

    /** Forgets the writes in memory, but for what savepoints keep. */
    private void empty() {
        arena.truncate(sealedEnd());
        start = arena.end();
        count = 0;
    }

    /** Returns the end of what savepoints keep. */
    int sealedEnd() {
        for (int i = seals.size() - 1; i >= 0; i--) {
            Pending sealed = seals.get(i).pending;
            if (sealed.count() > 0) {
                return sealed.end();
            }
        }
        return 0;
    }

    /** Frees the pages of a large value that the tree will never hold. */
    void drop(byte[] array, int cell) {
        if (WriteCell.isLarge(array, cell)) {
            LargeValuePages.free(pages, array, WriteCell.valueOffset(array, cell), WriteCell.valueLength(array, cell));
        }
    }

    // Memory

    final long memory() {
        return arena.bytes() + (long) count * SORTING_SIZE;
    }

    final boolean isMemoryEmpty() {
        return count == 0;
    }

    /** Makes room in memory: writes what is there to a run, which costs less than applying it. */
    final void giveWay() {
        if (sorting && before.count() > 0) {
            merge(sorted(before), before.ascending());
            start = arena.first(before.end());
            count -= before.count();
        }
        spill();
        before = pending();
    }

    private void spill() {
        runsAscend = ascending;
        lastRunKey = WriteCell.key(arena.array(last), WriteArena.cell(last));
        runs.add(SortedRun.write(pages, sorted(pending())));
        empty();
    }

    // Savepoints

    private Pending pending() {
        return new Pending(start, arena.end(), count, last, ascending);
    }

    private void set(Pending pending) {
        start = pending.start();
        count = pending.count();
        last = pending.last();
        ascending = pending.ascending();
    }

    /**
     * Seals the buffer for a savepoint: to be called before the pages get their mark.
     *
     * @return what to {@link #restore} or {@link #unseal}
     */
    public Seal seal() {
        requireIdle();
        if (!runs.isEmpty() || memory() > budget.limit() / 2) {
            apply();
        }
        Seal seal = new Seal(pending());
        seals.add(seal);
        return seal;
    }

    /**
     * Returns to a savepoint, which stays; those inside it are gone. To be called after pages and tree have returned.
     *
     * @param seal what {@link #seal} returned
     */
    public final void restore(Seal seal) {
        requireIdle();
        int index = indexOf(seal);
        seals.subList(index + 1, seals.size()).clear();
        // The pages of the runs went with the other pages born since.
        runs.clear();
        Pending pending = seal.pending;
        if (pending.count() > 0) {
            arena.truncate(pending.end());
            set(pending);
        } else {
            empty();
        }
    }

    /**
     * Gives up a savepoint and those inside it; the writes stay.
     *
     * @param seal what {@link #seal} returned
     */
    public final void unseal(Seal seal) {
        seals.subList(indexOf(seal), seals.size()).clear();
        if (count == 0) {
            empty();
        }
    }

    private int indexOf(Seal seal) {
        int index = seals.lastIndexOf(seal);
        if (index < 0) {
            throw new IllegalStateException("the seal is not one of the " + seals.size() + " of this buffer");
        }
        return index;
    }

    /** Forgets the writes that wait, and keeps what savepoints keep: pages and tree have gone to another state. */
    public final void discard() {
        requireIdle();
        // The pages of the runs went with the other pages born since.
        runs.clear();
        empty();
    }
}
