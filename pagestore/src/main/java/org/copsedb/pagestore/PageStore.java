package org.copsedb.pagestore;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.copsedb.pagestore.cache.PageFile;
import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.checkpoint.Checkpoint;
import org.copsedb.pagestore.checkpoint.CheckpointJournal;
import org.copsedb.pagestore.checkpoint.CheckpointOwner;
import org.copsedb.pagestore.checkpoint.CheckpointSource;
import org.copsedb.pagestore.checkpoint.CheckpointTarget;
import org.copsedb.pagestore.checkpoint.DurableState;
import org.copsedb.pagestore.checkpoint.StoredStates;
import org.copsedb.pagestore.journal.Journal;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.pagestore.region.PageSpace;
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

    private final StorageFile file;
    private final FileLayout layout;
    private final int regionShift;
    private final PageTable table;
    private final PageSpace space;
    private final PageFile pages;
    private final DurableState durable;
    private final StoredStates states;
    private final Versions versions;
    private final AtomicLong lastStamp;
    private final StoreCheckpoints checkpoints;
    private final StoreOptions options;
    private final StoreJournal journal;
    private volatile @Nullable Recovery recovery;

    /** What the next writer begins on: sealed, but perhaps not visible yet. */
    private volatile Version newest;

    private volatile @Nullable Throwable failure;
    private volatile boolean writing;

    /**
     * Opens a file; see {@link #open}. Tests extend this class to plant bugs.
     *
     * @param file the file
     * @param options the settings
     */
    protected PageStore(StorageFile file, StoreOptions options) {
        this(file, options, StoreParts.SOUND);
    }

    /**
     * Opens a file with parts in which tests plant bugs.
     *
     * @param file the file
     * @param options the settings
     * @param parts makes the parts
     */
    @SuppressWarnings("this-escape") // The store is complete when the savepoints get to know it.
    protected PageStore(StorageFile file, StoreOptions options, StoreParts parts) {
        this.file = file;
        this.options = options;
        this.durable = !options.readOnly() && DurableState.isUnborn(file)
                ? DurableState.create(file, new FileLayout(options.basePageSize(), options.regionPages()))
                : DurableState.read(file);
        this.layout = durable.header().layout();
        this.regionShift = layout.maximumOrder();
        this.table = parts.makeTable(options.cacheBytes());
        this.space = new PageSpace(file, layout, durable.slot().basePages());
        this.pages = new PageFile(file, layout, space);
        this.lastStamp = new AtomicLong(parts.lastStamp(durable.slot()));
        this.states = new StoredStates(pages, layout, durable.slot());
        CheckpointTarget target = new CheckpointTarget(file, layout, table, space, durable, states, this::nextStamp);
        space.open(states);
        this.versions = new Versions(
                space.regions(),
                parts,
                durable.slot().version(),
                durable.slot().journal().position());
        states.onKeptPages(versions.lifetimes()::recall);
        versions.open(this, states.savepoints());
        this.newest = versions.head();
        Journal records = parts.makeJournal(file, layout, StoreJournal.extentsOf(space), options.journal());
        this.journal = new StoreJournal(this, table, records, options);
        this.checkpoints = new StoreCheckpoints(this, versions, target, options.dirtyBytes());
        this.recovery = openJournal(parts);
    }

    private @Nullable Recovery openJournal(StoreParts parts) {
        Recovery found = durable.slot().journal().exists() ? new Recovery(this, file, durable, parts) : null;
        if (found != null) {
            found.occupy(space);
        }
        if (options.readOnly()) {
            space.fixFile();
        }
        if (found != null && found.hasRecords()) {
            return found; // a file that can not be replayed stays as it is
        }
        if (!options.readOnly()) {
            durable.takeOver();
        }
        journal.start(found, head().number(), file.description());
        return null;
    }

    /**
     * Returns what is to be replayed before anything else is done.
     *
     * @return what the journal adds to the checkpoint, null if there is nothing, or nothing any more
     */
    public @Nullable Recovery recovery() {
        return recovery;
    }

    StoreWriter beginReplay() {
        writing = true;
        return makeWriter(head());
    }

    void endReplay(Recovery complete) {
        if (!options.readOnly()) {
            complete.rewrite(durable);
        }
        journal.start(complete, head().number(), file.description());
        recovery = null;
    }

    /**
     * Opens a file, or begins a new one in an empty file.
     *
     * <p>Cost: the header and the directory are read, whatever the size of the file; what is free in a region is
     * learned when the region is first needed.
     *
     * @param file the file; the store closes it
     * @param options the settings; the geometry counts only for a new file
     * @return the store in the last committed state
     * @throws org.copsedb.storage.ForeignFileException if the file is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of another version
     * @throws CorruptFileException if it is damaged
     */
    public static PageStore open(StorageFile file, StoreOptions options) {
        return new PageStore(file, options);
    }

    @Override
    public final byte[] read(long page, long stamp) {
        byte[] bytes = find(page, stamp);
        if (bytes == null) {
            bytes = pages.read(page, stamp);
            table.putClean(basePage(page), bytes);
        }
        return bytes;
    }

    @Override
    public final byte[] readTransient(long page, long stamp) {
        byte[] bytes = find(page, stamp);
        return bytes == null ? pages.read(page, stamp) : bytes;
    }

    private byte @Nullable [] find(long page, long stamp) {
        byte[] bytes = table.find(basePage(page));
        return bytes != null && PageHeader.stamp(bytes) == stamp && PageHeader.pageNumber(bytes) == page ? bytes : null;
    }

    private long basePage(long page) {
        int order = (int) (page >>> 59);
        return ((page >>> 20 & 0xFFFFF) << regionShift) + ((page & 0xFFFFF) << order);
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
        return versions.head();
    }

    /**
     * Returns the newest commit, visible or not. For whoever has the writer's turn.
     *
     * @return its number
     */
    public long newestCommit() {
        return newest.number();
    }

    /**
     * Pins the head: all its pages stay as they are until the pin is closed. Safe for use by many threads.
     *
     * @return the pin
     */
    public VersionPin pinHead() {
        return versions.pinHead();
    }

    /**
     * Begins to change. The caller sees to it that there is one writer at a time.
     *
     * @return the writer, on top of the newest commit, which may not be visible yet
     * @throws StoreFailedException if an earlier write or sync failed
     * @throws IllegalStateException if there is a writer already
     */
    public StoreWriter beginWrite() {
        requireSound();
        if (writing || recovery != null) {
            throw new IllegalStateException("the store has a writer already");
        }
        reclaim();
        StoreWriter writer = makeWriter(newest);
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

    boolean hasFailed() {
        return failure != null;
    }

    void requireSound() {
        Throwable cause = failure;
        if (cause != null) {
            throw new StoreFailedException(cause);
        }
    }

    long nextStamp() {
        long stamp = lastStamp.incrementAndGet();
        if (stamp > PageHeader.MAXIMUM_STAMP) {
            throw new IllegalStateException("all " + PageHeader.MAXIMUM_STAMP + " stamps are used up");
        }
        return stamp;
    }

    int maximumOrder() {
        return Math.min(Integer.numberOfTrailingZeros(MAXIMUM_PAGE_SIZE / basePageSize()), layout.maximumOrder());
    }

    byte[] allocate(int order, long stamp) {
        if (order < 0 || order > maximumOrder()) {
            throw new IllegalArgumentException("page order " + order + " is not within 0 to " + maximumOrder());
        }
        long page = space.allocate(order);
        byte[] bytes = new byte[(int) layout.pageSize(order)];
        PageHeader.initialize(bytes, page, stamp);
        table.putDirty(basePage(page), bytes);
        return bytes;
    }

    byte @Nullable [] findDirty(long page, long stamp) {
        byte[] bytes = table.findDirty(basePage(page));
        return bytes != null && PageHeader.pageNumber(bytes) == page && PageHeader.stamp(bytes) == stamp ? bytes : null;
    }

    StoreCheckpoints checkpoints() {
        return checkpoints;
    }

    /** Gives a page back to its allocator: nobody sees it any more. */
    void release(long page) {
        table.drop(basePage(page));
        space.release(page);
    }

    void reclaim() {
        checkpoints.reclaim();
    }

    /**
     * Takes no more writes until the file is opened again: a write or sync failed, and nobody knows what reached the
     * disk. Reads go on.
     *
     * @param cause the failure; only the first one counts
     */
    void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
    }

    void prepare(StoreCommit commit) {
        versions.prepare(commit, states);
    }

    /** Makes a sealed commit the head. Commits are published in their order, by one thread at a time. */
    void publish(StoreCommit commit) {
        versions.publish(commit);
        reclaim();
    }

    /**
     * Makes a sealed commit durable and visible by a checkpoint that holds it. If this throws, nobody has seen the
     * commit.
     */
    void commitByCheckpoint(StoreCommit commit) {
        journal.awaitPublished();
        journal.finishCheckpoint();
        checkpoints.commit(commit);
        journal.skip(commit.version().number());
    }

    /** Hands a sealed commit over to the journal. */
    StorePending submit(StoreCommit sealed, JournalContent content) {
        StorePending pending = new StorePending(this, sealed, content.waitsForDisk());
        journal.submit(pending, content);
        return pending;
    }

    /**
     * Returns the journal, through which commits become durable.
     *
     * @return the journal
     */
    public StoreJournal journal() {
        return journal;
    }

    /**
     * Writes a checkpoint of the head, unless the last one holds it.
     *
     * @throws org.copsedb.storage.StorageException if the disk refused
     * @throws StoreFailedException if it refused before
     */
    public void checkpoint() {
        requireSound();
        journal.rest();
        try {
            if (head().number() != durable.slot().commitNumber()) {
                checkpoints.begin().run();
            }
        } finally {
            journal.endRest();
        }
    }

    /**
     * Begins a checkpoint of the head. Waits until the one before it has ended; needs no writer's turn. The caller
     * takes its steps to the end.
     *
     * @return the checkpoint, before its first step
     * @throws StoreFailedException if an earlier write or sync failed
     */
    public Checkpoint beginCheckpoint() {
        return checkpoints.begin();
    }

    /**
     * Makes a checkpoint.
     *
     * @param where where it is written
     * @param source what it makes durable
     * @param commits the journal
     * @param owner hears how it ends
     * @return the checkpoint
     */
    protected Checkpoint makeCheckpoint(
            CheckpointTarget where, CheckpointSource source, CheckpointJournal commits, CheckpointOwner owner) {
        return new Checkpoint(where, source, commits, owner);
    }

    SavepointState liveState() {
        return versions.liveState();
    }

    Regions regions() {
        return space.regions();
    }

    /** Returns the birth stamp of a page that a held version has, from its own header. */
    long birthOf(long page) {
        byte[] bytes = table.find(basePage(page));
        if (bytes == null || PageHeader.pageNumber(bytes) != page) {
            bytes = pages.read(page);
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
        return versions.savepoint(this, name);
    }

    /**
     * Returns a persistent savepoint.
     *
     * @param id what the commit called it that made it
     * @return the savepoint, null if there is none of this id
     */
    public @Nullable StoreSavepoint persistentSavepoint(long id) {
        return versions.persistentSavepoint(id);
    }

    Versions versions() {
        return versions;
    }

    /** Ends a writer; the next one begins on what it made, or on what it began on. */
    void endWrite(Version made) {
        newest = made;
        writing = false;
    }

    /**
     * Accounts for every base page by a walk over all pages. For whoever has the writer's turn, between two writers.
     *
     * @param reachable finds the pages of a version
     * @return what was found
     */
    public SpaceFindings checkSpace(ReachablePages reachable) {
        journal.awaitPublished();
        journal.rest();
        try {
            reclaim();
            return new SpaceCheck(space.regions()).run(this, reachable, versions, states);
        } finally {
            journal.endRest();
        }
    }

    /**
     * Tells who holds which version, since when, and the space that this costs. O(pins * log pins), from any thread.
     *
     * @return the versions that are held, oldest first
     */
    public List<PinnedBytes> pins() {
        return PinnedBytes.of(versions.lifetimes().pins(), layout.basePageSize());
    }

    /**
     * Returns figures of the store. Safe to call from any thread; the figures may be of slightly different moments.
     *
     * @return the figures
     */
    public StoreStatistics statistics() {
        return new StoreStatistics(
                layout.fileLength(space.basePages()),
                layout.basePageSize(),
                versions.lifetimes().pendingBasePages() * layout.basePageSize(),
                table.cleanBytes(),
                table.dirtyBytes());
    }

    /**
     * Makes everything durable by a checkpoint, and closes the file. Pages that were read stay readable; everything
     * else is refused by the file. For whoever has the writer's turn.
     *
     * @throws org.copsedb.storage.StorageException if the disk refused; the file is closed nevertheless, and what was
     *     committed durably is safe
     */
    @Override
    public void close() {
        try {
            if (!options.readOnly() && recovery == null) {
                journal.stopCheckpoints();
                if (!hasFailed() && !checkpoints.isUnderWay()) {
                    checkpoint();
                }
            }
        } finally {
            try {
                journal.stop();
            } finally {
                file.close();
            }
        }
    }
}
