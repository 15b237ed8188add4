package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.PageList;

/** Who ordered a checkpoint, and hears how it ends: exactly one of the last three calls. */
public interface CheckpointOwner {
    /**
     * Asks whether pages are worth writing that only readers hold, to relieve memory. If so, no page is given back from
     * this call on until the checkpoint has ended: a reader that lets go must not have a page used again that is being
     * written.
     *
     * @param bytes how much memory they take
     * @return whether they are to be written
     */
    boolean holdBack(long bytes);

    /**
     * The state is in both slots, durably. What only the state before needed may go.
     *
     * @param left pages that are dirty still, as only readers hold them
     */
    void completed(PageList left);

    /**
     * Nothing was written to the file: the store goes on with the state before.
     *
     * @param cause why
     */
    void abandoned(Throwable cause);

    /**
     * A write or sync failed, and nobody knows what reached the disk: nothing may be written any more.
     *
     * @param cause the failure
     */
    void failed(Throwable cause);
}
