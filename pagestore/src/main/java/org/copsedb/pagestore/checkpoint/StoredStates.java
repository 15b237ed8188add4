package org.copsedb.pagestore.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.SavepointState;
import org.copsedb.pagestore.cache.PageFile;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.PageSpace;
import org.copsedb.pagestore.region.RegionSource;

/**
 * What the file says about its durable state: live sets, savepoints, and the pages that describe them, read region by
 * region when they are needed. Safe for use by many threads; replaced as a whole when a checkpoint is in force.
 */
public final class StoredStates implements RegionSource {
    /** Hears of pages that persistent savepoints have, when their region is first needed. */
    @FunctionalInterface
    public interface KeptPages {
        /**
         * Takes a page whose lives can not be told from its birth and the head: only savepoints have it, or it came
         * back by a restore.
         *
         * @param page the encoded page number
         * @param holders the watermarks of the savepoints that have it, ascending
         * @param versions the watermarks of all savepoints, ascending
         * @param isLive whether the head has it too
         */
        void accept(long page, long[] holders, long[] versions, boolean isLive);
    }

    /** The pages that a checkpoint under way has taken for its own description. */
    private final Set<Long> unfinished = ConcurrentHashMap.newKeySet();

    private volatile Directory current;
    private volatile KeptPages keptPages = (page, holders, versions, isLive) -> {};

    /**
     * Reads the directory, and nothing of the regions.
     *
     * @param file reads pages
     * @param layout where pages lie
     * @param slot the slot in force
     * @throws org.copsedb.storage.CorruptFileException if the directory is damaged
     */
    public StoredStates(PageFile file, FileLayout layout, CheckpointSlot slot) {
        this.current = DirectoryFormat.read(file, layout, slot);
    }

    /**
     * Says who hears of pages that savepoints have.
     *
     * @param listener called while a region is read, for each such page of it
     */
    public void onKeptPages(KeptPages listener) {
        keptPages = listener;
    }

    Directory directory() {
        return current;
    }

    /** Takes the directory of a checkpoint that is in force, and gives back the pages that only the one before had. */
    void adopt(Directory next, PageSpace space) {
        Set<Long> gone = new HashSet<>(current.metadata());
        gone.removeAll(next.metadata());
        // A region that nobody needed so far is read as long as its description says that these pages are used.
        gone.forEach(page -> space.regions().region(PageNumber.region(page)));
        current = next;
        unfinished.clear();
        gone.forEach(space::release);
    }

    /** A checkpoint has taken a page to describe its state. */
    void take(long page) {
        unfinished.add(page);
    }

    /** Gives back what a checkpoint had taken that will never be in force. */
    void abandon(PageSpace space) {
        unfinished.forEach(space::release);
        unfinished.clear();
    }

    /**
     * Returns the persistent savepoints.
     *
     * @return what they keep, by watermark
     */
    public List<PersistentVersion> savepoints() {
        List<PersistentVersion> versions = new ArrayList<>();
        for (StoredSavepoint savepoint : current.savepoints()) {
            LivePages[] regions =
                    savepoint.regions().stream().map(StoredRegion::pages).toArray(LivePages[]::new);
            versions.add(new PersistentVersion(savepoint.id(), savepoint.version(), new SavepointState(regions)));
        }
        return versions;
    }

    /**
     * Lists the regions in which some savepoint differs from the durable state: those to be read before a savepoint
     * goes.
     *
     * @return their numbers, ascending
     */
    public List<Integer> regionsWithKeptPages() {
        Directory directory = current;
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < directory.regions().size(); number++) {
            StoredRegion live = directory.regions().get(number);
            for (StoredSavepoint savepoint : directory.savepoints()) {
                if (number >= savepoint.regions().size()
                        ? live.pages().count() > 0
                        : savepoint.regions().get(number).pages() != live.pages()) {
                    numbers.add(number);
                    break;
                }
            }
        }
        return numbers;
    }

    /**
     * Hands out the pages that describe the durable state, and those of the state that is being written.
     *
     * @param consumer takes encoded page numbers
     */
    public void forEachMetadataPage(LongConsumer consumer) {
        Set<Long> pages = new HashSet<>(current.metadata());
        pages.addAll(unfinished);
        pages.forEach(consumer::accept);
    }

    @Override
    public LivePages live(int number) {
        return current.regions().get(number).pages();
    }

    @Override
    public int freeBasePages(int number) {
        return current.space().get(number).basePages();
    }

    @Override
    public int highestFreeOrder(int number) {
        return current.space().get(number).highestOrder();
    }

    @Override
    public void forEachUsed(int number, LongConsumer consumer) {
        Directory directory = current;
        LivePages live = directory.regions().get(number).pages();
        live.forEach(number, consumer);
        directory.metadataOf(number).forEach(consumer::accept);
        List<StoredSavepoint> savepoints = directory.savepoints();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < savepoints.size(); i++) {
            LivePages kept = pages(savepoints.get(i), number);
            PageList gone = new PageList();
            kept.difference(live, number, gone);
            gone.forEach(page -> {
                if (seen.add(page)) {
                    consumer.accept(page);
                    report(number, page, false);
                }
            });
            // A page that this savepoint has, and the next one has not, but the head has again.
            PageList left = new PageList();
            if (i + 1 < savepoints.size()) {
                kept.difference(pages(savepoints.get(i + 1), number), number, left);
            }
            left.forEach(page -> {
                if (contains(live, page) && seen.add(page)) {
                    report(number, page, true);
                }
            });
        }
    }

    private static LivePages pages(StoredSavepoint savepoint, int number) {
        return number < savepoint.regions().size()
                ? savepoint.regions().get(number).pages()
                : LivePages.none();
    }

    private static boolean contains(LivePages pages, long page) {
        return pages.contains(PageNumber.index(page), PageNumber.order(page));
    }

    private void report(int number, long page, boolean isLive) {
        List<StoredSavepoint> savepoints = current.savepoints();
        long[] versions = savepoints.stream()
                .mapToLong(savepoint -> savepoint.version().watermark())
                .toArray();
        long[] holders = savepoints.stream()
                .filter(savepoint -> contains(pages(savepoint, number), page))
                .mapToLong(savepoint -> savepoint.version().watermark())
                .toArray();
        keptPages.accept(page, holders, versions, isLive);
    }
}
