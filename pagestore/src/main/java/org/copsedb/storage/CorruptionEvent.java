package org.copsedb.storage;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Damage that was found, for whoever records with Java Flight Recorder. */
@Name("copsedb.Corruption")
@Label("Corruption")
@Category("CopseDB")
@Description("Bytes of a file that break its format")
final class CorruptionEvent extends Event {
    @Label("Where")
    String where = "";

    @Label("Expected")
    String expected = "";

    @Label("Found")
    String found = "";

    /** Records damage, at the moment when an exception reports it. */
    static void record(String where, String expected, String found) {
        CorruptionEvent event = new CorruptionEvent();
        if (event.shouldCommit()) {
            event.where = where;
            event.expected = expected;
            event.found = found;
            event.commit();
        }
    }
}
