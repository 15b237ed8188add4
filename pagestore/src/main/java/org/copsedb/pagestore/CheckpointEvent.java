package org.copsedb.pagestore;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A checkpoint, for whoever records with Java Flight Recorder; costs nothing while nobody does. */
@Name("copsedb.Checkpoint")
@Label("Checkpoint")
@Category("CopseDB")
@Description("Writing what was committed to its place in the file")
@StackTrace(false)
final class CheckpointEvent extends Event {
    @Label("Commit")
    @Description("The number of the newest commit in it")
    long number;

    @Label("Dirty bytes")
    @Description("Bytes of pages that only memory held when it ended, because they came later or only readers see them")
    @DataAmount
    long dirtyBytes;

    @Label("Succeeded")
    boolean succeeded;

    /** Ends the event. */
    void ended(long commit, boolean hasSucceeded, PageStore store) {
        if (shouldCommit()) {
            number = commit;
            succeeded = hasSucceeded;
            dirtyBytes = store.statistics().dirtyBytes();
            commit();
        }
    }
}
