package org.copsedb.transaction;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A replay of the journal at opening, for whoever records with Java Flight Recorder. */
@Name("copsedb.Recovery")
@Label("Recovery")
@Category("CopseDB")
@Description("Replaying the commits that the last checkpoint does not hold")
@StackTrace(false)
final class RecoveryEvent extends Event {
    @Label("Records")
    @Description("Records of the journal that were replayed, one per commit")
    long records;

    @Label("Commit")
    @Description("The number of the last commit that was replayed")
    long number;
}
