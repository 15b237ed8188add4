package org.copsedb.btree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.testkit.MemoryPages;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a sound tree, of which one can be replaced by a mutant: as if its bytes had been damaged and then given
 * a valid checksum. What the page store verifies whenever it reads a page is verified here too: number, order, stamp.
 * Changes go to pages beside the sound ones and are forgotten by {@link #reset}.
 */
final class MutantPages implements PageWriter {
    private static final int REGION = 7;

    private final MemoryPages sound;
    private final long stamp;
    private final Map<Long, byte[]> born = new HashMap<>();
    private final Set<Long> freed = new HashSet<>();
    private long mutantPage;
    private byte @Nullable [] mutant;
    private int reads;
    private int nextIndex;

    MutantPages(MemoryPages sound) {
        this.sound = sound;
        this.stamp = sound.stamp() + 1;
    }

    /** Forgets the mutant and all changes. */
    void reset() {
        mutant = null;
        forgetChanges();
    }

    void forgetChanges() {
        born.clear();
        freed.clear();
        reads = 0;
        nextIndex = 0;
    }

    void replace(long page, byte[] bytes) {
        mutantPage = page;
        mutant = bytes;
    }

    int reads() {
        return reads;
    }

    @Override
    public byte[] read(long page, long pageStamp) {
        reads++;
        byte[] bytes = born.get(page);
        byte[] replaced = mutant;
        if (bytes == null) {
            bytes = replaced != null && page == mutantPage ? replaced : sound.read(page, pageStamp);
        }
        if (PageHeader.pageNumber(bytes) != page
                || PageHeader.stamp(bytes) != pageStamp
                || PageHeader.order(bytes) != PageNumber.order(page)) {
            throw new CorruptFileException("page " + page, "number, order and stamp " + pageStamp, "others");
        }
        return bytes;
    }

    @Override
    public byte[] readTransient(long page, long pageStamp) {
        return read(page, pageStamp);
    }

    @Override
    public byte[] allocate(int order) {
        byte[] bytes = new byte[basePageSize() << order];
        long number = PageNumber.encode(REGION, nextIndex++, order);
        PageHeader.initialize(bytes, number, stamp);
        born.put(number, bytes);
        return bytes;
    }

    @Override
    public void free(long page, long pageStamp) {
        if (pageStamp == stamp && born.remove(page) == null) {
            throw new IllegalStateException("a page of this transaction was freed twice: " + page);
        }
        freed.add(page);
    }

    @Override
    public long stamp() {
        return stamp;
    }

    @Override
    public int basePageSize() {
        return sound.basePageSize();
    }

    @Override
    public int maximumOrder() {
        return sound.maximumOrder();
    }
}
