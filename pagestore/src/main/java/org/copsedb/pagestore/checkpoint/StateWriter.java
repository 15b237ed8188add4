package org.copsedb.pagestore.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.SavepointState;
import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.StoredChunks;
import org.copsedb.pagestore.region.UsedPages;
import org.jspecify.annotations.Nullable;

/**
 * Writes what describes a state: the chunks of live sets that changed, the savepoints, the directory. What did not
 * change is shared with the state before. For one checkpoint and one thread.
 */
final class StateWriter {
    private final CheckpointTarget target;
    private final CheckpointSource source;
    private final Directory before;
    private final MetadataPages metadata;
    private final List<StoredRegion> live = new ArrayList<>();

    /** The regions of each savepoint that the state before did not know, in the order of the source. */
    private final List<List<StoredRegion>> added = new ArrayList<>();

    /** What lies behind this base page is written anew, lower in the file, so that it does not hold the tail. */
    private final long limit;

    private boolean growthRefused;

    StateWriter(CheckpointTarget target, CheckpointSource source, long stamp) {
        this.target = target;
        this.source = source;
        this.before = target.states().directory();
        this.metadata = new MetadataPages(target.file(), target.layout(), stamp);
        this.limit = target.space().sparseFrom();
        for (PersistentVersion savepoint : source.savepoints()) {
            if (find(savepoint.id()) == null) {
                added.add(new ArrayList<>());
            }
        }
    }

    private @Nullable StoredSavepoint find(long id) {
        for (StoredSavepoint savepoint : before.savepoints()) {
            if (savepoint.id() == id) {
                return savepoint;
            }
        }
        return null;
    }

    /** Tells whether a failure came from a file that could not grow: nothing was written over. */
    boolean isGrowthRefused() {
        return growthRefused;
    }

    /** Gives back the pages that were taken: the state is never to be. */
    void abandon() {
        target.states().abandon(target.space());
    }

    private PageList allocate(int count) {
        PageList pages = new PageList();
        for (int i = 0; i < count; i++) {
            growthRefused = true;
            long page = target.space().allocateLowest(0);
            growthRefused = false;
            target.states().take(page);
            pages.add(page);
        }
        return pages;
    }

    /** Writes the live sets of some regions. Returns whether there are more. */
    boolean writeRegions() {
        SavepointState state = source.live();
        while (live.size() < state.regionCount() && !metadata.isFull()) {
            int number = live.size();
            List<StoredRegion> known = new ArrayList<>(before(number));
            StoredRegion region = store(state.region(number), known);
            live.add(region);
            known.add(region);
            int next = 0;
            for (PersistentVersion savepoint : source.savepoints()) {
                if (find(savepoint.id()) == null) {
                    List<StoredRegion> regions = added.get(next++);
                    if (number < savepoint.state().regionCount()) {
                        regions.add(store(savepoint.state().region(number), known));
                    }
                }
            }
        }
        metadata.flush();
        return live.size() < state.regionCount();
    }

    /** The forms in which the state before has a region: of its live set and its savepoints. */
    private List<StoredRegion> before(int number) {
        List<StoredRegion> regions = new ArrayList<>();
        if (number < before.regions().size()) {
            regions.add(before.regions().get(number));
        }
        for (StoredSavepoint savepoint : before.savepoints()) {
            if (number < savepoint.regions().size()) {
                regions.add(savepoint.regions().get(number));
            }
        }
        return regions;
    }

    private StoredRegion store(LivePages pages, List<StoredRegion> known) {
        for (StoredRegion region : known) {
            if (region.pages() == pages && region.liesBelow(limit, target.layout())) {
                return region;
            }
        }
        if (pages.count() == 0) {
            return new StoredRegion(
                    PageReference.NONE, pages, new StoredChunk[StoredChunks.count(pages.capacity())], new PageList());
        }
        long[] @Nullable [] chunks = pages.chunks();
        @Nullable StoredChunk[] stored = new StoredChunk[chunks.length];
        byte[] list = new byte[chunks.length * StoredRegion.CHUNK_REFERENCE_SIZE];
        for (int place = 0; place < chunks.length; place++) {
            long[] chunk = chunks[place];
            if (chunk != null) {
                StoredChunk form = storeChunk(place, pages.capacity(), chunk, known);
                stored[place] = form;
                int offset = place * StoredRegion.CHUNK_REFERENCE_SIZE;
                LittleEndian.putLong(list, offset, form.reference().page());
                LittleEndian.putUnsigned48(
                        list, offset + Long.BYTES, form.reference().stamp());
            }
        }
        PageList listPages = allocate(MetadataPages.pagesFor(target.layout(), list.length));
        return new StoredRegion(metadata.add(PageKind.REGION, list, listPages), pages, stored, listPages);
    }

    private StoredChunk storeChunk(int place, int capacity, long[] chunk, List<StoredRegion> known) {
        for (StoredRegion region : known) {
            StoredChunk form = region.find(place, chunk);
            if (form != null && form.liesBelow(limit, target.layout())) {
                return form;
            }
        }
        int order = StoredChunks.uniformOrder(chunk);
        if (order != StoredChunks.MIXED) {
            return new StoredChunk(chunk, new PageReference(order + 1L, 0, 0), new PageList());
        }
        byte[] bytes = StoredChunks.toBytes(chunk, capacity);
        PageList pages = allocate(MetadataPages.pagesFor(target.layout(), bytes.length));
        return new StoredChunk(chunk, metadata.add(PageKind.LIVE_SET, bytes, pages), pages);
    }

    /**
     * Writes the lists of new savepoints and the directory.
     *
     * @param journal the pages of the journal
     * @return the new directory
     */
    WrittenDirectory writeDirectory(PageList journal) {
        List<StoredSavepoint> savepoints = writeSavepoints();
        NavigableSet<Long> described = describedPages(savepoints);
        PageList pages = new PageList();
        long basePages;
        int regions;
        target.space().trim();
        while (true) {
            // Taking a page may make the file, and so the directory, longer.
            basePages = target.space().basePages();
            regions = (int) ((basePages + target.layout().regionPages() - 1)
                    / target.layout().regionPages());
            long size = DirectoryFormat.size(regions, savepoints.size(), DirectoryFormat.countRuns(described));
            int missing = MetadataPages.pagesFor(target.layout(), size) - pages.size();
            if (missing <= 0) {
                break;
            }
            PageList more = allocate(missing);
            pages.addAll(more);
            more.forEach(described::add);
        }
        while (live.size() < regions) {
            live.add(emptyRegion());
        }
        live.subList(regions, live.size()).clear(); // cut off: nothing was in them
        Directory unplaced = new Directory(live, List.of(), savepoints, described, PageReference.NONE, pages);
        Directory counted = new Directory(
                live, freeSpace(unplaced, basePages, journal), savepoints, described, PageReference.NONE, pages);
        // Fewer runs may need fewer pages in the end; all that were taken belong to the directory.
        byte[] bytes = DirectoryFormat.toBytes(counted, MetadataPages.shortestFor(target.layout(), pages.size()));
        PageReference reference = metadata.add(PageKind.DIRECTORY, bytes, pages);
        metadata.flush();
        return new WrittenDirectory(
                new Directory(live, counted.space(), savepoints, described, reference, pages), basePages);
    }

    /**
     * A directory, and the length of the regions that it describes.
     *
     * @param directory the directory
     * @param basePages base pages in all regions
     */
    record WrittenDirectory(Directory directory, long basePages) {}

    private StoredRegion emptyRegion() {
        int capacity = target.layout().regionPages();
        long[] @Nullable [] none = new long[StoredChunks.count(capacity)][];
        return new StoredRegion(
                PageReference.NONE,
                new LivePages(capacity, 0, 0, () -> none),
                new StoredChunk[none.length],
                new PageList());
    }

    private List<StoredSavepoint> writeSavepoints() {
        List<StoredSavepoint> savepoints = new ArrayList<>();
        int next = 0;
        for (PersistentVersion savepoint : source.savepoints()) {
            StoredSavepoint present = find(savepoint.id());
            if (present != null) {
                savepoints.add(present);
                continue;
            }
            List<StoredRegion> regions = added.get(next++);
            byte[] list = DirectoryFormat.listOf(regions);
            PageList pages = allocate(MetadataPages.pagesFor(target.layout(), list.length));
            PageReference reference = metadata.add(PageKind.SAVEPOINT, list, pages);
            savepoints.add(new StoredSavepoint(savepoint.id(), savepoint.version(), regions, reference, pages));
        }
        return savepoints;
    }

    /** The pages that describe the new state, but for the directory itself. */
    private NavigableSet<Long> describedPages(List<StoredSavepoint> savepoints) {
        PageList removed = new PageList();
        PageList kept = new PageList();
        removed.addAll(before.pages());
        for (int number = 0; number < live.size(); number++) {
            List<StoredRegion> after = new ArrayList<>();
            after.add(live.get(number));
            for (StoredSavepoint savepoint : savepoints) {
                if (number < savepoint.regions().size()) {
                    after.add(savepoint.regions().get(number));
                }
            }
            List<StoredRegion> former = before(number);
            if (!former.equals(after)) {
                former.forEach(region -> region.addPages(removed));
                after.forEach(region -> region.addPages(kept));
            }
        }
        for (StoredSavepoint savepoint : before.savepoints()) {
            removed.addAll(savepoint.listPages());
        }
        for (StoredSavepoint savepoint : savepoints) {
            kept.addAll(savepoint.listPages());
        }
        NavigableSet<Long> described = new TreeSet<>(before.metadata());
        removed.forEach(described::remove);
        kept.forEach(described::add);
        return described;
    }

    /** Counts what will be free in the new state, without what is in memory only. */
    private List<Directory.FreeSpace> freeSpace(Directory next, long basePages, PageList journal) {
        List<Directory.FreeSpace> space = new ArrayList<>();
        int capacity = target.layout().regionPages();
        for (int number = 0; number < next.regions().size(); number++) {
            boolean isSame = number < before.regions().size()
                    && !target.space().regions().isLoaded(number)
                    && next.metadataOf(number).equals(before.metadataOf(number));
            if (isSame) {
                space.add(before.space().get(number));
                continue;
            }
            int length = (int) Math.min(capacity, basePages - (long) number * capacity);
            UsedPages used = new UsedPages(length, capacity);
            used.add(next.regions().get(number).pages());
            for (StoredSavepoint savepoint : next.savepoints()) {
                if (number < savepoint.regions().size()) {
                    used.add(savepoint.regions().get(number).pages());
                }
            }
            next.metadataOf(number).forEach(page -> used.add((long) page));
            for (int i = 0; i < journal.size(); i++) {
                if (PageNumber.region(journal.get(i)) == number) {
                    used.add(journal.get(i));
                }
            }
            space.add(new Directory.FreeSpace(used.countFree(), used.highestFreeOrder()));
        }
        return space;
    }
}
