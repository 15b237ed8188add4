package org.copsedb.pagestore;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.checkpoint.DurableState;
import org.copsedb.pagestore.format.PageChecksum;
import org.copsedb.pagestore.reclaim.PageLifetimes;
import org.copsedb.pagestore.reclaim.PinHolder;
import org.copsedb.pagestore.reclaim.PinKind;
import org.copsedb.pagestore.reclaim.PinnedVersions;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.Regions;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageFile;
import org.copsedb.storage.StoreFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Pages of variable order on one file: the door to everything below the trees.
 *
 * <p>Any number of threads read; one {@link StoreWriter} at a time changes. A page that a commit replaced is used again
 * when no open reader and no other pin sees it any more. After the first failed write or sync the store refuses writes
 * until it is opened again; reads go on.
 */
public class PageStore implements PageReader, AutoCloseable {
    /** The largest page a tree may ask for, in bytes: no array becomes humongous, and a damaged order costs little. */
    public static final int MAXIMUM_PAGE_SIZE = 1 << 20;

    /** The file grows by an eighth, within these bounds in bytes. */
    private static final long SMALLEST_GROWTH = 1 << 16;

    private static final long LARGEST_GROWTH = 1 << 24;

    private final StorageFile file;
    private final FileLayout layout;
    private final int regionShift;
    private final PageTable table;
    private final PageWriteQueue writes;
    private final DurableState durable;
    private final Regions regions;
    private final PinnedVersions pins = new PinnedVersions();
    private final PageLifetimes lifetimes = new PageLifetimes(pins);

    /** Guards the live sets together with the head, so that a savepoint is of one version. */
    private final ReentrantLock publishing = new ReentrantLock();

    private volatile Version head;
    private volatile long basePages;
    private volatile @Nullable Throwable failure;
    private boolean writing;
    private long lastStamp;

    /**
     * Opens a file; see {@link #open}. Tests extend this class to plant bugs.
     *
     * @param file the file
     * @param options the settings
     * @param reachable finds the pages of a version
     */
    @SuppressWarnings("this-escape") // The store is complete when the walk begins to read through it.
    protected PageStore(StorageFile file, StoreOptions options, ReachablePages reachable) {
        this.file = file;
        this.durable = !options.readOnly() && DurableState.isUnborn(file)
                ? DurableState.create(file, new FileLayout(options.basePageSize(), options.regionPages()))
                : DurableState.read(file);
        this.layout = durable.header().layout();
        this.regionShift = layout.maximumOrder();
        this.table = new PageTable(options.cacheBytes());
        this.writes = new PageWriteQueue(file, layout, table);
        this.regions = new Regions(layout);
        this.head = durable.version();
        this.lastStamp = durable.reservedStamps();
        rebuild(reachable);
        if (!options.readOnly()) {
            durable.reserveStamps(lastStamp);
        }
    }

    /**
     * Opens a file, or begins a new one in an empty file.
     *
     * <p>Cost: one walk over the pages of the durable version.
     *
     * @param file the file; the store closes it
     * @param options the settings; the geometry counts only for a new file
     * @param reachable finds the pages of a version
     * @return the store in the last committed state
     * @throws org.copsedb.storage.ForeignFileException if the file is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of another version
     * @throws CorruptFileException if it is damaged
     */
    public static PageStore open(StorageFile file, StoreOptions options, ReachablePages reachable) {
        return new PageStore(file, options, reachable);
    }

    private void rebuild(ReachablePages reachable) {
        regions.resize(durable.basePages());
        basePages = durable.basePages();
        reachable.forEach(this, head, (page, stamp) -> {
            requireInside(page);
            try {
                regions.recordAllocation(page);
            } catch (IllegalArgumentException | IllegalStateException taken) {
                throw new CorruptFileException(place(page), "a page that is referred to once", "used twice");
            }
            regions.bear(page);
        });
        pins.publish(head.watermark());
    }

    @Override
    public final byte[] read(long page, long stamp) {
        byte[] bytes = table.find(basePage(page));
        if (bytes != null && PageHeader.stamp(bytes) == stamp && PageHeader.pageNumber(bytes) == page) {
            return bytes;
        }
        bytes = readFromFile(page, stamp);
        table.putClean(basePage(page), bytes);
        return bytes;
    }

    @Override
    public final byte[] readTransient(long page, long stamp) {
        byte[] bytes = table.find(basePage(page));
        if (bytes != null && PageHeader.stamp(bytes) == stamp && PageHeader.pageNumber(bytes) == page) {
            return bytes;
        }
        return readFromFile(page, stamp);
    }

    private long basePage(long page) {
        int order = (int) (page >>> 59);
        return ((page >>> 20 & 0xFFFFF) << regionShift) + ((page & 0xFFFFF) << order);
    }

    private byte[] readFromFile(long page, long stamp) {
        byte[] bytes = readSound(page);
        if (PageHeader.stamp(bytes) != stamp) {
            throw new CorruptFileException(
                    place(page), "stamp " + stamp, "stamp " + PageHeader.stamp(bytes) + ": another life of the page");
        }
        return bytes;
    }

    private byte[] readSound(long page) {
        requireInside(page);
        byte[] bytes = new byte[(int) layout.pageSize(PageNumber.order(page))];
        file.read(layout.offset(page), bytes, 0, bytes.length);
        int computed = PageChecksum.of(bytes);
        if (computed != PageHeader.checksum(bytes)) {
            throw new CorruptFileException(
                    place(page),
                    "checksum " + Integer.toHexString(computed),
                    Integer.toHexString(PageHeader.checksum(bytes)));
        }
        if (PageHeader.pageNumber(bytes) != page) {
            throw new CorruptFileException(
                    place(page), "its own number", "that of " + PageNumber.decode(PageHeader.pageNumber(bytes)));
        }
        return bytes;
    }

    private void requireInside(long page) {
        if (!layout.contains(page, basePages)) {
            throw new CorruptFileException(
                    "reference to " + PageNumber.decode(page) + " in " + file.description(),
                    "a page within " + basePages + " base pages",
                    "a page outside");
        }
        if (layout.pageSize(PageNumber.order(page)) > MAXIMUM_PAGE_SIZE) {
            throw new CorruptFileException(
                    "reference to " + PageNumber.decode(page) + " in " + file.description(),
                    "a page of at most " + MAXIMUM_PAGE_SIZE + " bytes",
                    layout.pageSize(PageNumber.order(page)) + " bytes");
        }
    }

    private String place(long page) {
        return PageNumber.decode(page) + " at offset " + layout.offset(page) + " of " + file.description();
    }

    @Override
    public int basePageSize() {
        return layout.basePageSize();
    }

    /**
     * Returns the version that was committed last.
     *
     * @return the head
     */
    public Version head() {
        return head;
    }

    /**
     * Pins the head: all its pages stay as they are until the pin is closed. Safe for use by many threads.
     *
     * @return the pin
     */
    public VersionPin pinHead() {
        while (true) {
            Version version = head;
            PinnedVersions.Reader reader = pins.openReader(version.watermark());
            if (head.number() == version.number()) {
                return new VersionPin(version, reader);
            }
            reader.close();
        }
    }

    /**
     * Begins to change. The caller sees to it that there is one writer at a time.
     *
     * @return the writer, on top of the head
     * @throws StoreFailedException if an earlier write or sync failed
     * @throws IllegalStateException if there is a writer already
     */
    public StoreWriter beginWrite() {
        requireSound();
        if (writing) {
            throw new IllegalStateException("the store has a writer already");
        }
        lifetimes.reclaim(this::release);
        StoreWriter writer = makeWriter(head);
        writing = true;
        return writer;
    }

    /**
     * Makes a writer.
     *
     * @param base the version to begin on
     * @return the writer
     */
    protected StoreWriter makeWriter(Version base) {
        return new StoreWriter(this, base);
    }

    private void requireSound() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StoreFailedException(cause);
        }
    }

    long nextStamp() {
        if (lastStamp == PageHeader.MAXIMUM_STAMP) {
            throw new IllegalStateException("all " + PageHeader.MAXIMUM_STAMP + " stamps are used up");
        }
        return ++lastStamp;
    }

    int maximumOrder() {
        int largest = Integer.numberOfTrailingZeros(MAXIMUM_PAGE_SIZE / layout.basePageSize());
        return Math.min(largest, layout.maximumOrder());
    }

    byte[] allocate(int order, long stamp) {
        if (order < 0 || order > maximumOrder()) {
            throw new IllegalArgumentException("page order " + order + " is not within 0 to " + maximumOrder());
        }
        long page = regions.allocate(order);
        if (page == Regions.NONE) {
            grow(order);
            page = regions.allocate(order);
        }
        byte[] bytes = new byte[(int) layout.pageSize(order)];
        PageHeader.initialize(bytes, page, stamp);
        table.putDirty(basePage(page), bytes);
        return bytes;
    }

    private void grow(int order) {
        long step = Math.min(Math.max(layout.fileLength(regions.basePages()) / 8, SMALLEST_GROWTH), LARGEST_GROWTH);
        long target = Math.max(regions.basePagesToFit(order), regions.basePages() + step / layout.basePageSize());
        target = Math.min(target, (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages());
        long length = layout.fileLength(target);
        if (file.size() < length) {
            file.resize(length);
        }
        regions.resize(target);
        basePages = target;
    }

    byte @Nullable [] findDirty(long page, long stamp) {
        byte[] bytes = table.findDirty(basePage(page));
        return bytes != null && PageHeader.pageNumber(bytes) == page && PageHeader.stamp(bytes) == stamp ? bytes : null;
    }

    /** Gives a page back to its allocator: nobody sees it any more. */
    void release(long page) {
        table.drop(basePage(page));
        regions.free(page);
    }

    /** Makes a writer's pages durable and its version the head. */
    void commit(StoreCommit commit) {
        requireSound();
        Version version = commit.version();
        PageList dirty = commit.dirty();
        PageChanges.Net net = commit.net();
        try {
            if (version.watermark() > durable.reservedStamps()) {
                durable.reserveStamps(version.watermark());
            }
            writes.write(dirty);
            file.sync();
            durable.store(version, regions.basePages());
        } catch (Throwable refused) {
            failure = refused;
            throw refused;
        }
        dirty.forEach(page -> table.clean(basePage(page)));
        StoreSavepoint restored = commit.restored();
        if (restored != null) {
            lifetimes.revive(net.revived(), restored.version().watermark(), version.watermark());
        }
        publishing.lock();
        try {
            dirty.forEach(regions::bear);
            net.revived().forEach(regions::bear);
            net.dead().forEach(regions::bury);
            head = version;
        } finally {
            publishing.unlock();
        }
        lifetimes.publish(version.watermark(), net.dead(), net.deadStamps());
        lifetimes.reclaim(this::release);
    }

    /** Returns the live pages of the head. For the writer. */
    SavepointState liveState() {
        publishing.lock();
        try {
            return regions.makeStateForSavepoint();
        } finally {
            publishing.unlock();
        }
    }

    /** Returns the birth stamp of a page that a held version has, from its own header. */
    long birthOf(long page) {
        byte[] bytes = table.find(basePage(page));
        if (bytes == null || PageHeader.pageNumber(bytes) != page) {
            bytes = readSound(page);
        }
        return PageHeader.stamp(bytes);
    }

    /**
     * Keeps the head: all its pages stay as they are until the savepoint is closed. Waits for no writer. O(regions).
     *
     * @param name what to call it where pins are listed
     * @return the savepoint
     */
    public StoreSavepoint savepoint(String name) {
        publishing.lock();
        try {
            Version version = head;
            PinnedVersions.NamedPin pin =
                    pins.pin(new PinHolder(PinKind.SAVEPOINT, name, Instant.now()), version.watermark());
            return new StoreSavepoint(this, version, regions.makeStateForSavepoint(), pin);
        } finally {
            publishing.unlock();
        }
    }

    void endWrite() {
        writing = false;
    }

    /**
     * Accounts for every base page: it belongs to one page that the head reaches, to one dead page that somebody still
     * sees, or it is free. For whoever has the writer's turn, between two writers. Costs a walk over all pages.
     *
     * @param reachable finds the pages of a version
     * @return what was found
     */
    public SpaceFindings checkSpace(ReachablePages reachable) {
        lifetimes.reclaim(this::release);
        SpaceCheck check = new SpaceCheck(regions);
        reachable.forEach(this, head, (page, stamp) -> check.addReachable(page));
        lifetimes.forEachPending(check::addPending);
        return check.findings();
    }

    /**
     * Returns figures of the store. Safe to call from any thread; the figures may be of slightly different moments.
     *
     * @return the figures
     */
    public StoreStatistics statistics() {
        return new StoreStatistics(
                layout.fileLength(basePages),
                layout.basePageSize(),
                lifetimes.pendingBasePages() * layout.basePageSize(),
                table.cleanBytes(),
                table.dirtyBytes());
    }

    /** Closes the file. Pages that were read stay readable; everything else is refused by the file. */
    @Override
    public void close() {
        file.close();
    }
}
