package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;

/** The watch ends a process that hangs, and leaves one alone that works. */
final class DeadlockWatchTest {
    private static ChildJvm start(String what) {
        return ChildJvm.of(DeadlockProgram.class).needing(Extension.class).start(what);
    }

    @Test
    void aDeadlockEndsTheProcess() {
        try (ChildJvm child = start("deadlock")) {
            assertNull(child.readLine());
            assertEquals(DeadlockWatch.EXIT_CODE, child.exitCode());
        }
    }

    @Test
    void workEndsByItself() {
        try (ChildJvm child = start("work")) {
            assertEquals("got the lock", child.readLine());
            assertEquals(0, child.exitCode());
        }
    }
}
