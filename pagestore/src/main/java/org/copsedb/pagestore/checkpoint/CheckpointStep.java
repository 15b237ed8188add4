package org.copsedb.pagestore.checkpoint;

/** The steps of a {@link Checkpoint}, in their order. */
public enum CheckpointStep {
    /** The journal is durable up to the version, so that no crash loses a commit that the checkpoint has. */
    FLUSH_JOURNAL,
    /** The journal tells where replay will begin. */
    START_JOURNAL,
    /** Stamps up to the version's may be in the file. */
    RESERVE_STAMPS,
    /** The dirty pages to be written are chosen. */
    CHOOSE_PAGES,
    /** A slice of them is written; repeated until all are. */
    WRITE_PAGES,
    /** The live sets of some regions are written, as far as they changed; repeated until all are. */
    WRITE_LIVE_SETS,
    /** The savepoints and the directory are written, and the slot's content is made. */
    WRITE_DIRECTORY,
    /** All that was written is durable. */
    SYNC_PAGES,
    /** The pages count as clean: memory may give them up. */
    CLEAN_PAGES,
    /** The first slot names the new state. */
    WRITE_FIRST_SLOT,
    /** It does so durably: the new state is in force. */
    SYNC_FIRST_SLOT,
    /** The second slot names the new state. */
    WRITE_SECOND_SLOT,
    /** It does so durably: the state before is needed no more. */
    SYNC_SECOND_SLOT,
    /** What only the state before needed is given back. */
    RELEASE,
    /** Nothing is left to do. */
    DONE
}
