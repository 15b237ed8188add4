package org.copsedb.pagestore.checkpoint;

import java.util.Objects;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.cache.PageWriteQueue;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.journal.JournalStart;
import org.jspecify.annotations.Nullable;

/**
 * Makes a version the durable state of the file, in numbered steps, while readers and the writer go on. The steps and
 * what a crash after each of them leaves stand in {@code docs/commit-and-recovery.md}.
 *
 * <p>For one thread at a time, though each step may run on another one. Tests call the steps one by one, and override
 * the protected ones to plant bugs.
 */
public class Checkpoint {
    /** The most bytes of pages that one step writes. */
    private static final long SLICE = 4L << 20;

    private final CheckpointTarget target;
    private final CheckpointSource source;
    private final CheckpointJournal journal;
    private final CheckpointOwner owner;
    private final PageList chosen = new PageList();
    private final PageList left = new PageList();
    private final PageWriteQueue writes;
    private JournalStart journalStart = JournalStart.NONE;
    private CheckpointStep next = CheckpointStep.FLUSH_JOURNAL;
    private final StateWriter state;
    private final long stamp;
    private @Nullable Directory directory;
    private @Nullable CheckpointSlot slot;
    private int written;

    /**
     * Prepares a checkpoint; nothing happens before the first step.
     *
     * @param target where it is written
     * @param source what it makes durable
     * @param journal the journal
     * @param owner hears how it ends
     */
    public Checkpoint(
            CheckpointTarget target, CheckpointSource source, CheckpointJournal journal, CheckpointOwner owner) {
        this.target = target;
        this.source = source;
        this.journal = journal;
        this.owner = owner;
        this.stamp = target.stamps().getAsLong();
        this.state = new StateWriter(target, source, stamp);
        this.writes = new PageWriteQueue(target.file(), target.layout(), target.table());
    }

    /**
     * Returns the step that comes next.
     *
     * @return {@link CheckpointStep#DONE} if there is none
     */
    public final CheckpointStep next() {
        return next;
    }

    /** Takes all steps that are left. */
    public final void run() {
        while (next != CheckpointStep.DONE) {
            step();
        }
    }

    /**
     * Takes the next step.
     *
     * @throws org.copsedb.storage.StorageException if the disk refused: then the checkpoint has ended, and unless
     *     nothing had been written the store takes no more writes
     */
    public final void step() {
        CheckpointStep step = next;
        try {
            next = take(step);
        } catch (Throwable cause) {
            next = CheckpointStep.DONE;
            if (step.compareTo(CheckpointStep.RESERVE_STAMPS) < 0 || state.isGrowthRefused()) {
                state.abandon();
                owner.abandoned(cause);
            } else {
                owner.failed(cause);
            }
            throw cause;
        }
    }

    /** Takes a step and returns the one to take after it. */
    private CheckpointStep take(CheckpointStep step) {
        switch (step) {
            case FLUSH_JOURNAL -> {
                journal.flushTo(source.version().number());
                return CheckpointStep.START_JOURNAL;
            }
            case START_JOURNAL -> {
                journalStart = journal.startAt(source.journalPosition());
                return CheckpointStep.RESERVE_STAMPS;
            }
            case RESERVE_STAMPS -> {
                reserveStamps(Math.max(stamp, source.version().watermark()));
                return CheckpointStep.CHOOSE_PAGES;
            }
            case CHOOSE_PAGES -> {
                choosePages();
                return CheckpointStep.WRITE_PAGES;
            }
            case WRITE_PAGES -> {
                written = writes.write(chosen, written, SLICE);
                return written < chosen.size() ? CheckpointStep.WRITE_PAGES : CheckpointStep.WRITE_LIVE_SETS;
            }
            case WRITE_LIVE_SETS -> {
                return state.writeRegions() ? CheckpointStep.WRITE_LIVE_SETS : CheckpointStep.WRITE_DIRECTORY;
            }
            case WRITE_DIRECTORY -> {
                writeDirectory();
                return CheckpointStep.SYNC_PAGES;
            }
            case SYNC_PAGES -> {
                syncPages();
                return CheckpointStep.CLEAN_PAGES;
            }
            case CLEAN_PAGES -> {
                cleanPages(chosen);
                return CheckpointStep.WRITE_FIRST_SLOT;
            }
            case WRITE_FIRST_SLOT -> {
                writeSlot(0);
                return CheckpointStep.SYNC_FIRST_SLOT;
            }
            case SYNC_FIRST_SLOT -> {
                syncSlot(0);
                return CheckpointStep.WRITE_SECOND_SLOT;
            }
            case WRITE_SECOND_SLOT -> {
                writeSlot(1);
                return CheckpointStep.SYNC_SECOND_SLOT;
            }
            case SYNC_SECOND_SLOT -> {
                syncSlot(1);
                return CheckpointStep.RELEASE;
            }
            case RELEASE -> {
                release();
                return CheckpointStep.DONE;
            }
            default -> throw new IllegalStateException("the checkpoint has ended");
        }
    }

    /** Chooses what is dirty and belongs to the version or a savepoint. Readers' pages may be dirty a while longer. */
    private void choosePages() {
        PageList dirty = source.dirty();
        dirty.sortAndRemoveDuplicates();
        PageList read = new PageList();
        long readBytes = 0;
        for (int i = 0; i < dirty.size(); i++) {
            long page = dirty.get(i);
            if (isOldAndDirty(page)) {
                if (isToWrite(page)) {
                    chosen.add(page);
                } else {
                    read.add(page);
                    readBytes += target.layout().pageSize(PageNumber.order(page));
                }
            }
        }
        if (readBytes == 0 || !owner.holdBack(readBytes)) {
            left.addAll(read);
            return;
        }
        for (int i = 0; i < read.size(); i++) {
            if (isOldAndDirty(read.get(i))) { // it may have been given back before
                chosen.add(read.get(i));
            }
        }
        chosen.sortAndRemoveDuplicates();
    }

    private boolean isOldAndDirty(long page) {
        byte[] bytes = target.table().findDirty(target.layout().basePage(page));
        return bytes != null
                && PageHeader.pageNumber(bytes) == page
                && PageHeader.stamp(bytes) <= source.version().watermark();
    }

    /** Writes the directory, and makes the slot before the sync that makes the length durable which it names. */
    private void writeDirectory() {
        StateWriter.WrittenDirectory next = state.writeDirectory(journal.extents());
        CheckpointSlot former = target.durable().slot();
        directory = next.directory();
        slot = new CheckpointSlot(
                former.sequence() + 1,
                source.version().number(),
                source.version().watermark(),
                former.reservedStamps(),
                next.basePages(),
                source.version().userRoot(),
                source.version().systemRoot(),
                journalStart,
                next.directory().reference());
    }

    /**
     * Tells whether a dirty page belongs to what is made durable.
     *
     * @param page its encoded number
     * @return whether the version or a savepoint has it
     */
    protected boolean isToWrite(long page) {
        return source.has(page);
    }

    /**
     * Sees to it that stamps may be in the file, before they are.
     *
     * @param upTo the largest of them
     */
    protected void reserveStamps(long upTo) {
        target.durable().reserveStamps(upTo);
    }

    /**
     * Lets memory give pages up, now that the file holds them durably.
     *
     * @param pages their encoded numbers
     */
    protected void cleanPages(PageList pages) {
        pages.forEach(page -> target.table().clean(target.layout().basePage(page)));
    }

    /** Makes the pages durable, before any slot names them. */
    protected void syncPages() {
        target.file().sync();
    }

    /**
     * Writes a slot.
     *
     * @param number which one, 0 or 1
     */
    protected void writeSlot(int number) {
        target.durable().writeSlot(number, requireSlot());
    }

    private CheckpointSlot requireSlot() {
        return Objects.requireNonNull(slot, "the slot is made with the directory");
    }

    /**
     * Makes a slot durable, before the other one is written or anything is given back.
     *
     * @param number which one, 0 or 1
     */
    protected void syncSlot(int number) {
        target.file().sync();
    }

    private void release() {
        target.durable().settle(requireSlot());
        target.states().adopt(Objects.requireNonNull(directory), target.space());
        target.space().cutFile();
        owner.completed(left);
        journal.releaseBefore(source.journalPosition());
    }
}
