package org.copsedb.storage;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A wait for the medium, for whoever records with Java Flight Recorder; costs nothing while nobody does. */
@Name("copsedb.Sync")
@Label("Sync")
@Category("CopseDB")
@Description("A wait until the medium has what was written")
@StackTrace(false)
final class SyncEvent extends Event {
    @Label("File")
    String file = "";

    @Label("Durable write")
    @Description("Whether it waited for the bytes of one write only, not for everything written to the file")
    boolean durableWrite;

    @Label("Bytes")
    @Description("The bytes of a durable write, 0 for a sync of the file")
    @DataAmount
    long bytes;

    /** Ends the event of a sync of the whole file. */
    void synced(String description) {
        if (shouldCommit()) {
            file = description;
            commit();
        }
    }

    /** Ends the event of a durable write. */
    void wrote(String description, int length) {
        if (shouldCommit()) {
            file = description;
            durableWrite = true;
            bytes = length;
            commit();
        }
    }
}
