package org.copsedb.pagestore.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.PageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Pages in memory, found by the index of their first base page.
 *
 * <p>Clean pages, which the file holds too, are kept within a budget of bytes and evicted by second chance. Dirty
 * pages, which only memory holds, stay until they are {@linkplain #clean cleaned} or dropped. A dirty page is put,
 * cleaned and dropped by whoever its number belongs to at that moment, so never by two threads at once. A page is
 * reached by three dependent loads and no lock. An evicted array is left to the garbage collector and never used again,
 * so whoever still reads it sees what it was.
 *
 * <p>All methods are safe for use by many threads; those that say so only by the writer. Tests override some to plant
 * bugs.
 */
public class PageTable {
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_PAGES = 1 << CHUNK_SHIFT;
    private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(byte[][].class);
    private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(Chunk[].class);
    private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(boolean[].class);

    /** One stretch of the table. The page array is reached directly by readers through {@link #pages}. */
    private static final class Chunk {
        final byte[] @Nullable [] pages = new byte[CHUNK_PAGES][];
        final boolean[] referenced = new boolean[CHUNK_PAGES];
        final boolean[] dirty = new boolean[CHUNK_PAGES];
    }

    private final long budget;
    private final AtomicLong cleanBytes = new AtomicLong();
    private final AtomicLong dirtyBytes = new AtomicLong();
    private final ReentrantLock growing = new ReentrantLock();
    private final ReentrantLock evicting = new ReentrantLock();
    private volatile @Nullable Chunk[] chunks = new Chunk[4];

    /** References are noted only while the budget is at least half used: before that nothing will be evicted soon. */
    private volatile boolean notingReferences;

    private long hand;

    /**
     * Makes an empty table.
     *
     * @param budget the most bytes of clean pages to keep, 0 or more; dirty pages come on top
     */
    public PageTable(long budget) {
        if (budget < 0) {
            throw new IllegalArgumentException("cache budget " + budget + " is negative");
        }
        this.budget = budget;
    }

    /**
     * Finds a page in memory.
     *
     * @param basePage the index of the page's first base page, 0 or more
     * @return the page that begins there now, of whatever life; null if none is in memory
     */
    public final byte @Nullable [] find(long basePage) {
        Chunk chunk = chunk(basePage);
        if (chunk == null) {
            return null;
        }
        int slot = (int) basePage & (CHUNK_PAGES - 1);
        byte[] page = (byte[]) PAGE.getAcquire(chunk.pages, slot);
        if (notingReferences && page != null && !chunk.referenced[slot]) {
            chunk.referenced[slot] = true;
        }
        return page;
    }

    private @Nullable Chunk chunk(long basePage) {
        @Nullable Chunk[] table = chunks;
        long index = basePage >>> CHUNK_SHIFT;
        return index < table.length ? (Chunk) CHUNK.getAcquire(table, (int) index) : null;
    }

    private Chunk makeChunk(long basePage) {
        Chunk existing = chunk(basePage);
        if (existing != null) {
            return existing;
        }
        growing.lock();
        try {
            int index = Math.toIntExact(basePage >>> CHUNK_SHIFT);
            @Nullable Chunk[] table = chunks;
            if (index >= table.length) {
                table = Arrays.copyOf(table, Math.max(index + 1, table.length * 2));
                chunks = table;
            }
            Chunk chunk = table[index];
            if (chunk == null) {
                chunk = new Chunk();
                CHUNK.setRelease(table, index, chunk);
            }
            return chunk;
        } finally {
            growing.unlock();
        }
    }

    /**
     * Keeps a clean page that was read from the file, unless a page is there already that is as new or newer.
     *
     * @param basePage the index of its first base page
     * @param page its bytes
     */
    public final void putClean(long basePage, byte[] page) {
        if (page.length > budget) {
            return;
        }
        Chunk chunk = makeChunk(basePage);
        int slot = (int) basePage & (CHUNK_PAGES - 1);
        byte[] present = (byte[]) PAGE.getAcquire(chunk.pages, slot);
        if (present != null && PageHeader.stamp(present) >= PageHeader.stamp(page)) {
            return;
        }
        // A dirty page is put by a plain replacement, so it wins over this exchange whichever comes first.
        if (present == null || !(boolean) FLAG.getAcquire(chunk.dirty, slot)) {
            if (PAGE.compareAndSet(chunk.pages, slot, present, page)) {
                account(page.length - (present == null ? 0 : present.length));
            }
        }
    }

    private void account(long added) {
        long bytes = cleanBytes.addAndGet(added);
        if (bytes > budget / 2) {
            notingReferences = true;
        }
        if (bytes > budget) {
            evict();
        }
    }

    /**
     * Makes room. Whoever finds another thread at it leaves it to that one, which therefore looks again after it has
     * let go of the lock: a page that came after its last look would otherwise stay beyond the budget.
     */
    private void evict() {
        while (cleanBytes.get() > budget && evicting.tryLock()) {
            try {
                sweep();
            } finally {
                evicting.unlock();
            }
        }
    }

    /** Goes round the table at most three times; in the third round a page in use has no further chance. */
    private void sweep() {
        @Nullable Chunk[] table = chunks;
        long slots = (long) table.length << CHUNK_SHIFT;
        for (long step = 0; step < 3 * slots && cleanBytes.get() > budget; ) {
            hand = hand < slots ? hand : 0;
            Chunk chunk = (Chunk) CHUNK.getAcquire(table, (int) (hand >>> CHUNK_SHIFT));
            if (chunk == null) {
                step += CHUNK_PAGES;
                hand = (hand | (CHUNK_PAGES - 1)) + 1;
            } else {
                evictSlot(chunk, (int) hand & (CHUNK_PAGES - 1), step < 2 * slots);
                step++;
                hand++;
            }
        }
    }

    private void evictSlot(Chunk chunk, int slot, boolean secondChance) {
        byte[] page = (byte[]) PAGE.getAcquire(chunk.pages, slot);
        if (page == null || (boolean) FLAG.getAcquire(chunk.dirty, slot)) {
            return;
        }
        if (secondChance && chunk.referenced[slot]) {
            chunk.referenced[slot] = false;
        } else if (PAGE.compareAndSet(chunk.pages, slot, page, null)) {
            cleanBytes.addAndGet(-page.length);
        }
    }

    /**
     * Puts a page that only memory holds, in place of whatever was there. Only for the writer.
     *
     * @param basePage the index of its first base page
     * @param page its bytes, which the writer may go on editing until it publishes them
     */
    public void putDirty(long basePage, byte[] page) {
        Chunk chunk = makeChunk(basePage);
        int slot = (int) basePage & (CHUNK_PAGES - 1);
        boolean wasDirty = chunk.dirty[slot];
        // The flag comes first: an evictor that sees this page must see that it is dirty.
        FLAG.setRelease(chunk.dirty, slot, true);
        byte[] former = (byte[]) PAGE.getAndSet(chunk.pages, slot, page);
        if (former != null) {
            (wasDirty ? dirtyBytes : cleanBytes).addAndGet(-former.length);
        }
        dirtyBytes.addAndGet(page.length);
    }

    /**
     * Finds a dirty page. For the writer; for another thread the answer counts as long as something keeps the page from
     * being dropped.
     *
     * @param basePage the index of its first base page
     * @return the dirty page that begins there, null if none
     */
    public final byte @Nullable [] findDirty(long basePage) {
        Chunk chunk = chunk(basePage);
        int slot = (int) basePage & (CHUNK_PAGES - 1);
        return chunk != null && (boolean) FLAG.getAcquire(chunk.dirty, slot)
                ? (byte[]) PAGE.getAcquire(chunk.pages, slot)
                : null;
    }

    /**
     * Makes a dirty page clean, now that the file holds it durably. For whoever keeps it from being dropped meanwhile.
     *
     * @param basePage the index of its first base page
     */
    public void clean(long basePage) {
        byte[] page = findDirty(basePage);
        if (page == null) {
            throw new IllegalStateException("no dirty page begins at base page " + basePage);
        }
        Chunk chunk = makeChunk(basePage);
        dirtyBytes.addAndGet(-page.length);
        FLAG.setRelease(chunk.dirty, (int) basePage & (CHUNK_PAGES - 1), false);
        account(page.length);
    }

    /**
     * Forgets the page that begins at a base page, dirty or clean: its number is given back next, by the caller, so
     * nobody else puts a page there meanwhile.
     *
     * @param basePage the index of its first base page
     */
    public void drop(long basePage) {
        Chunk chunk = chunk(basePage);
        if (chunk == null) {
            return;
        }
        int slot = (int) basePage & (CHUNK_PAGES - 1);
        byte[] former = (byte[]) PAGE.getAndSet(chunk.pages, slot, (byte[]) null);
        if (former != null) {
            (chunk.dirty[slot] ? dirtyBytes : cleanBytes).addAndGet(-former.length);
        }
        FLAG.setRelease(chunk.dirty, slot, false);
    }

    /**
     * Returns the bytes of clean pages in memory.
     *
     * @return bytes, at most the budget but for moments
     */
    public final long cleanBytes() {
        return cleanBytes.get();
    }

    /**
     * Returns the bytes of dirty pages in memory.
     *
     * @return bytes
     */
    public final long dirtyBytes() {
        return dirtyBytes.get();
    }
}
