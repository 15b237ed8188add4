package org.copsedb;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A commit, for whoever records with Java Flight Recorder; costs nothing while nobody does. */
@Name("copsedb.Commit")
@Label("Commit")
@Category("CopseDB")
@Description("From the call of commit to its return")
@StackTrace(false)
final class CommitEvent extends Event {
    @Label("Commit")
    @Description("Its number")
    long number;

    @Label("Durability")
    String durability = "";

    @Label("Changed")
    @Description("Whether there was anything to commit")
    boolean changed;

    @Label("Asynchronous")
    @Description("Whether the call did not wait for the disk")
    boolean asynchronous;

    /** Ends the event. */
    void ended(long commit, Durability asked, boolean hasChanges, boolean isAsynchronous) {
        if (shouldCommit()) {
            number = commit;
            durability = asked.name();
            changed = hasChanges;
            asynchronous = isAsynchronous;
            commit();
        }
    }
}
