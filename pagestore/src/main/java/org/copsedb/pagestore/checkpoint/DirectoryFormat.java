package org.copsedb.pagestore.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.cache.PageFile;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;

/**
 * The bytes of a directory: a head, a record for each region, one for each persistent savepoint, and runs of the pages
 * that describe the state. Byte tables in {@code docs/file-format.md}.
 */
final class DirectoryFormat {
    /** Where the number of regions lies. */
    static final int REGION_COUNT_OFFSET = 0;
    /** Where the number of savepoints lies. */
    static final int SAVEPOINT_COUNT_OFFSET = 4;
    /** Where the number of runs lies. */
    static final int RUN_COUNT_OFFSET = 8;
    /** The bytes of the head. */
    static final int HEAD_SIZE = 16;

    /** Where a savepoint's id lies. */
    static final int ID_OFFSET = 0;
    /** Where the number of the commit lies that it keeps. */
    static final int COMMIT_NUMBER_OFFSET = 8;
    /** Where its watermark lies. */
    static final int WATERMARK_OFFSET = 16;
    /** Where the reference to its user root lies. */
    static final int USER_ROOT_OFFSET = 24;
    /** Where the reference to its system root lies. */
    static final int SYSTEM_ROOT_OFFSET = 44;
    /** Where the reference to the list of its regions lies, which counts bytes. */
    static final int LIST_OFFSET = 64;
    /** The bytes of a savepoint's record. */
    static final int SAVEPOINT_SIZE = 84;

    /** Where the number of a run's first page lies. */
    static final int FIRST_PAGE_OFFSET = 0;
    /** Where the number of its pages lies. */
    static final int PAGE_COUNT_OFFSET = 8;
    /** The bytes of a run. */
    static final int RUN_SIZE = 12;

    private final PageFile file;
    private final FileLayout layout;
    private final CheckpointSlot slot;
    private final byte[] bytes;
    private final PageList pages = new PageList();

    /** The regions that were met, by first page, so that states that share one share the object. */
    private final Map<Long, StoredRegion> known = new HashMap<>();

    private DirectoryFormat(PageFile file, FileLayout layout, CheckpointSlot slot) {
        this.file = file;
        this.layout = layout;
        this.slot = slot;
        this.bytes = MetadataPages.read(file, PageKind.DIRECTORY, slot.directory(), pages);
    }

    /** Returns the length of a directory. */
    static long size(int regions, int savepoints, int runs) {
        return HEAD_SIZE
                + (long) regions * RegionRecord.SIZE
                + (long) savepoints * SAVEPOINT_SIZE
                + (long) runs * RUN_SIZE;
    }

    /**
     * Encodes a directory.
     *
     * @param directory the directory
     * @param atLeast how many bytes it has at least; those behind its content are zero
     */
    static byte[] toBytes(Directory directory, int atLeast) {
        List<Run> runs = runs(directory.metadata());
        int regions = directory.regions().size();
        int size = (int) size(regions, directory.savepoints().size(), runs.size());
        byte[] bytes = new byte[Math.max(size, atLeast)];
        LittleEndian.putInt(bytes, REGION_COUNT_OFFSET, regions);
        LittleEndian.putInt(
                bytes, SAVEPOINT_COUNT_OFFSET, directory.savepoints().size());
        LittleEndian.putInt(bytes, RUN_COUNT_OFFSET, runs.size());
        int offset = HEAD_SIZE;
        for (int region = 0; region < regions; region++) {
            record(directory.regions().get(region), directory.space().get(region))
                    .put(bytes, offset);
            offset += RegionRecord.SIZE;
        }
        for (StoredSavepoint savepoint : directory.savepoints()) {
            put(savepoint, bytes, offset);
            offset += SAVEPOINT_SIZE;
        }
        for (Run run : runs) {
            LittleEndian.putLong(bytes, offset + FIRST_PAGE_OFFSET, run.first());
            LittleEndian.putInt(bytes, offset + PAGE_COUNT_OFFSET, run.count());
            offset += RUN_SIZE;
        }
        return bytes;
    }

    private static RegionRecord record(StoredRegion region, Directory.FreeSpace free) {
        return new RegionRecord(
                region.reference(),
                free.basePages(),
                free.highestOrder(),
                region.pages().count(),
                region.pages().basePages());
    }

    /** Encodes the list of a savepoint's regions. */
    static byte[] listOf(List<StoredRegion> regions) {
        byte[] list = new byte[regions.size() * RegionRecord.SIZE];
        for (int region = 0; region < regions.size(); region++) {
            record(regions.get(region), new Directory.FreeSpace(0, -1)).put(list, region * RegionRecord.SIZE);
        }
        return list;
    }

    private static void put(StoredSavepoint savepoint, byte[] bytes, int offset) {
        Version version = savepoint.version();
        LittleEndian.putLong(bytes, offset + ID_OFFSET, savepoint.id());
        LittleEndian.putLong(bytes, offset + COMMIT_NUMBER_OFFSET, version.number());
        LittleEndian.putLong(bytes, offset + WATERMARK_OFFSET, version.watermark());
        version.userRoot().put(bytes, offset + USER_ROOT_OFFSET);
        version.systemRoot().put(bytes, offset + SYSTEM_ROOT_OFFSET);
        savepoint.list().put(bytes, offset + LIST_OFFSET);
    }

    /**
     * Pages that follow each other.
     *
     * @param first the number of the first, of order 0
     * @param count how many there are
     */
    private record Run(long first, int count) {}

    private static List<Run> runs(NavigableSet<Long> pages) {
        List<Run> runs = new ArrayList<>();
        long first = 0;
        int count = 0;
        for (long page : pages) {
            if (count > 0 && page == first + count) {
                count++;
                continue;
            }
            if (count > 0) {
                runs.add(new Run(first, count));
            }
            first = page;
            count = 1;
        }
        if (count > 0) {
            runs.add(new Run(first, count));
        }
        return runs;
    }

    /** Returns how many runs pages form. */
    static int countRuns(NavigableSet<Long> pages) {
        return runs(pages).size();
    }

    /**
     * Reads the directory that a slot names, and the lists of the savepoints; no live set.
     *
     * @throws CorruptFileException if a page is damaged, or says what can not be
     */
    static Directory read(PageFile file, FileLayout layout, CheckpointSlot slot) {
        return slot.directory().isNone() ? Directory.EMPTY : new DirectoryFormat(file, layout, slot).read();
    }

    private Directory read() {
        require(bytes.length >= HEAD_SIZE, "a head of " + HEAD_SIZE + " bytes", bytes.length + " bytes");
        int regions = LittleEndian.getInt(bytes, REGION_COUNT_OFFSET);
        int savepoints = LittleEndian.getInt(bytes, SAVEPOINT_COUNT_OFFSET);
        int runs = LittleEndian.getInt(bytes, RUN_COUNT_OFFSET);
        int expected = (int) ((slot.basePages() + layout.regionPages() - 1) / layout.regionPages());
        require(regions == expected, expected + " regions", Integer.toString(regions));
        require(
                savepoints >= 0 && runs >= 0 && size(regions, savepoints, runs) <= bytes.length,
                bytes.length + " bytes of records",
                savepoints + " savepoints and " + runs + " runs");
        List<StoredRegion> live = new ArrayList<>();
        List<Directory.FreeSpace> space = new ArrayList<>();
        int offset = HEAD_SIZE;
        for (int region = 0; region < regions; region++) {
            RegionRecord record = RegionRecord.get(bytes, offset);
            live.add(stored(region, record));
            space.add(new Directory.FreeSpace(record.freeBasePages(), record.highestFreeOrder()));
            offset += RegionRecord.SIZE;
        }
        List<StoredSavepoint> kept = new ArrayList<>();
        for (int i = 0; i < savepoints; i++) {
            StoredSavepoint savepoint = readSavepoint(offset);
            long before = i == 0 ? -1 : kept.get(i - 1).version().watermark();
            require(
                    savepoint.version().watermark() >= before
                            && savepoint.version().watermark() <= slot.watermark(),
                    "savepoints by watermark, up to " + slot.watermark(),
                    "watermark " + savepoint.version().watermark());
            kept.add(savepoint);
            offset += SAVEPOINT_SIZE;
        }
        return new Directory(live, space, kept, readRuns(offset, runs), slot.directory(), pages);
    }

    private StoredRegion stored(int region, RegionRecord record) {
        long start = (long) region * layout.regionPages();
        int length = (int) Math.max(0, Math.min(layout.regionPages(), slot.basePages() - start));
        if (!record.isPossible(length)) {
            throw corrupt("a possible record of region " + region, record.toString());
        }
        StoredRegion.Counts counts = new StoredRegion.Counts(record.pages(), record.basePages());
        StoredRegion.Extent extent = new StoredRegion.Extent(length, layout.regionPages());
        if (record.list().isNone()) {
            return new StoredRegion(file, record.list(), counts, extent);
        }
        StoredRegion found = known.computeIfAbsent(
                record.list().page(), page -> new StoredRegion(file, record.list(), counts, extent));
        boolean isSame = found.reference().equals(record.list())
                && found.pages().count() == record.pages()
                && found.pages().basePages() == record.basePages();
        if (!isSame) {
            throw corrupt(
                    "one record of the region listed in "
                            + file.place(record.list().page()),
                    "two");
        }
        return found;
    }

    private StoredSavepoint readSavepoint(int offset) {
        Version version = new Version(
                LittleEndian.getLong(bytes, offset + COMMIT_NUMBER_OFFSET),
                LittleEndian.getLong(bytes, offset + WATERMARK_OFFSET),
                PageReference.get(bytes, offset + USER_ROOT_OFFSET),
                PageReference.get(bytes, offset + SYSTEM_ROOT_OFFSET));
        PageReference list = PageReference.get(bytes, offset + LIST_OFFSET);
        PageList listPages = new PageList();
        byte[] records = MetadataPages.read(file, PageKind.SAVEPOINT, list, listPages);
        int count = records.length / RegionRecord.SIZE;
        require(
                count * RegionRecord.SIZE == records.length && count <= FileLayout.MAXIMUM_REGIONS,
                "records of " + RegionRecord.SIZE + " bytes",
                records.length + " bytes");
        List<StoredRegion> stored = new ArrayList<>();
        for (int region = 0; region < count; region++) {
            RegionRecord record = RegionRecord.get(records, region * RegionRecord.SIZE);
            stored.add(stored(region, record));
        }
        return new StoredSavepoint(LittleEndian.getLong(bytes, offset + ID_OFFSET), version, stored, list, listPages);
    }

    private NavigableSet<Long> readRuns(int start, int runs) {
        NavigableSet<Long> metadata = new TreeSet<>();
        long last = -1;
        for (int i = 0; i < runs; i++) {
            long first = LittleEndian.getLong(bytes, start + i * RUN_SIZE + FIRST_PAGE_OFFSET);
            int count = LittleEndian.getInt(bytes, start + i * RUN_SIZE + PAGE_COUNT_OFFSET);
            require(
                    first > last
                            && count > 0
                            && count <= slot.basePages()
                            && PageNumber.order(first) == 0
                            && layout.contains(first, slot.basePages())
                            && layout.contains(first + count - 1, slot.basePages()),
                    "a run of pages behind page number " + last,
                    count + " pages from page number " + first);
            last = first + count - 1;
            for (long page = first; page <= last; page++) {
                metadata.add(page);
            }
        }
        return metadata;
    }

    private void require(boolean isSound, String expected, String found) {
        if (!isSound) {
            throw corrupt(expected, found);
        }
    }

    private CorruptFileException corrupt(String expected, String found) {
        return new CorruptFileException(
                "directory, " + file.place(slot.directory().page()), expected, found);
    }
}
