package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.journal.JournalStart;

/** What a checkpoint asks of the journal, in the order of the methods. Called by one thread at a time. */
public interface CheckpointJournal {
    /** For a store whose commits are all checkpoints. */
    CheckpointJournal NONE = new CheckpointJournal() {
        @Override
        public void flushTo(long commitNumber) {
            // No commit is anywhere else than in checkpoints.
        }

        @Override
        public JournalStart startAt(long position) {
            return JournalStart.NONE;
        }

        @Override
        public PageList extents() {
            return new PageList();
        }

        @Override
        public void releaseBefore(long position) {
            // There are no extents.
        }
    };

    /**
     * Makes the records of all commits up to one durable.
     *
     * @param commitNumber the last commit that the checkpoint holds
     */
    void flushTo(long commitNumber);

    /**
     * Tells where replay begins once the checkpoint is in force. May take the first extent of the file.
     *
     * @param position the stream position behind the record of the checkpoint's last commit
     * @return what the slot shall name
     */
    JournalStart startAt(long position);

    /**
     * Lists the pages that are the journal's.
     *
     * @return encoded page numbers of its extents
     */
    PageList extents();

    /**
     * Gives back the extents that lie wholly before a position: the checkpoint is in force in both slots.
     *
     * @param position the stream position at which replay begins from now on
     */
    void releaseBefore(long position);
}
