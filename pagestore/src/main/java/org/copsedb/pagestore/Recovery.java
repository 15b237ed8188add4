package org.copsedb.pagestore;

import org.copsedb.pagestore.checkpoint.DurableState;
import org.copsedb.pagestore.journal.Journal;
import org.copsedb.pagestore.journal.JournalChain;
import org.copsedb.pagestore.journal.JournalReader;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.pagestore.region.PageSpace;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StorageFile;

/**
 * What a file's journal adds to its checkpoint: found when the file is opened, replayed by whoever knows what records
 * mean. The order of what is done is the one of {@code docs/commit-and-recovery.md}.
 */
public final class Recovery {
    private final PageStore store;
    private final StorageFile file;
    private final StoreParts parts;
    private final JournalStart start;
    private final long lastNumber;
    private final JournalChain chain;
    private final JournalReader end;

    /**
     * Finds the extents and the certain end of a journal that exists.
     *
     * @throws CorruptFileException if a record is damaged that had been durable
     */
    Recovery(PageStore store, StorageFile file, DurableState durable, StoreParts parts) {
        this.store = store;
        this.parts = parts;
        this.file = file;
        this.start = durable.slot().journal();
        this.lastNumber = durable.slot().commitNumber();
        this.chain = JournalChain.read(file, durable.header().layout(), start);
        this.end = records();
        boolean found = true;
        while (found) {
            found = end.next();
        }
    }

    /**
     * Begins to read what the journal adds to the checkpoint.
     *
     * @return the records of the commits since
     */
    public JournalReader records() {
        return parts.makeReader(chain, start.position(), lastNumber);
    }

    /**
     * Returns how much there is to replay.
     *
     * @return bytes of records and of what lies between them
     */
    public long length() {
        return end.position() - start.position();
    }

    /**
     * Begins to replay records. Nobody else uses the store before the {@link #end}.
     *
     * @return a writer on top of the checkpoint; it is not to be committed
     */
    public StoreWriter begin() {
        return store.beginReplay();
    }

    /**
     * Makes what was replayed the head, and the store ready for use. The file is as it was: the next checkpoint makes
     * the replayed pages durable.
     *
     * @param writer the writer that replayed
     * @param userRoot the root of what users store
     * @param systemRoot the root of what the database keeps about itself
     */
    public void end(StoreWriter writer, PageReference userRoot, PageReference systemRoot) {
        writer.commitReplayed(userRoot, systemRoot, end);
        store.endReplay(this);
    }

    /** Marks the extents as used; they may lie behind the last page that the slot knows. */
    void occupy(PageSpace space) {
        chain.extents().forEach(extent -> {
            try {
                space.recordAllocation(extent.page());
            } catch (IllegalArgumentException | IllegalStateException taken) {
                throw new CorruptFileException(
                        "journal extent at offset " + extent.offset() + " of " + file.description(),
                        "a page that nothing else uses",
                        "one that is used: " + taken.getMessage());
            }
        });
    }

    boolean hasRecords() {
        return end.lastNumber() > lastNumber;
    }

    /** Makes durable what was replayed, before it is served: it may be in the system's memory only. */
    void rewrite(DurableState durable) {
        durable.takeOver();
        durable.rewrite();
        end.rewriteAccepted();
        file.sync();
    }

    /** Lets the journal go on behind its end; one that is only read stays as it is. */
    void resume(Journal journal, boolean readOnly) {
        if (!readOnly && end.clearLeftovers()) {
            file.sync();
        }
        journal.resume(chain, start.position(), end.position());
    }
}
