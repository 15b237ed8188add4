package org.copsedb.pagestore;

import org.copsedb.pagestore.cache.PageTable;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.journal.ExtentSource;
import org.copsedb.pagestore.journal.Journal;
import org.copsedb.pagestore.journal.JournalChain;
import org.copsedb.pagestore.journal.JournalOptions;
import org.copsedb.pagestore.journal.JournalReader;
import org.copsedb.pagestore.reclaim.PageLifetimes;
import org.copsedb.pagestore.reclaim.PinnedVersions;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageFile;

/** Makes the parts of a page store. Tests extend it to plant bugs in them. */
public class StoreParts {
    /** Makes sound ones. */
    static final StoreParts SOUND = new StoreParts();

    /** Makes parts. */
    protected StoreParts() {}

    /**
     * Makes the table of pages in memory.
     *
     * @param budget the most bytes of clean pages
     * @return the table
     */
    protected PageTable makeTable(long budget) {
        return new PageTable(budget);
    }

    /**
     * Makes the journal.
     *
     * @param file the file
     * @param layout where pages lie
     * @param source where extents come from
     * @param options how large it becomes
     * @return the journal
     */
    protected Journal makeJournal(StorageFile file, FileLayout layout, ExtentSource source, JournalOptions options) {
        return new Journal(file, layout, source, options);
    }

    /**
     * Makes a reader of the journal's records.
     *
     * @param chain the extents
     * @param position where the first record begins
     * @param lastNumber the number of the commit before it
     * @return the reader
     */
    protected JournalReader makeReader(JournalChain chain, long position, long lastNumber) {
        return new JournalReader(chain, position, lastNumber);
    }

    /**
     * Makes the account of dead pages.
     *
     * @param pins who holds which version
     * @return the account
     */
    protected PageLifetimes makeLifetimes(PinnedVersions pins) {
        return new PageLifetimes(pins);
    }

    /**
     * Tells after which stamp to go on in a file that was opened.
     *
     * @param slot its durable state
     * @return a stamp that no page of the file passes
     */
    protected long lastStamp(CheckpointSlot slot) {
        return slot.reservedStamps();
    }
}
