package org.copsedb.transaction;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A read transaction that was open for long, for whoever records; costs nothing while nobody does. */
@Name("copsedb.LongReader")
@Label("Long reader")
@Category("CopseDB")
@Description("A read transaction has been open for long: when that is noticed, and when it is closed")
@StackTrace(false)
final class LongReaderEvent extends Event {
    @Label("Version")
    @Description("The number of the commit that it sees")
    long version;

    @Label("Age")
    @Timespan(Timespan.NANOSECONDS)
    long age;

    @Label("Closed")
    @Description("Whether it was closed just now")
    boolean closed;

    static boolean isRecorded() {
        return new LongReaderEvent().isEnabled();
    }

    static void record(OpenReader reader, Duration age, boolean closed) {
        LongReaderEvent event = new LongReaderEvent();
        event.version = reader.version();
        event.age = age.toNanos();
        event.closed = closed;
        event.commit();
    }
}
