package org.copsedb.pagestore.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.junit.jupiter.api.Test;

/** Thousands of savepoints and readers, each of another version. */
class ManyPinsTest {
    private static final int VERSIONS = 2_000;

    /** Pages that die in each commit: one that the version before bore, and one from the first version. */
    private static final int DEATHS = 2;

    private final PinnedVersions pins = new PinnedVersions();
    private final PageLifetimes lifetimes = new PageLifetimes(pins);
    private final List<AutoCloseable> holders = new ArrayList<>();
    private long freed;

    private static long page(int number) {
        return PageNumber.encode(number >>> 20, number & 0xFFFFF, 0);
    }

    /** Commits, and holds each version by a savepoint and a reader. */
    private void commitAndHold() {
        pins.publish(0);
        for (int version = 1; version <= VERSIONS; version++) {
            PageList dead = new PageList();
            PageList stamps = new PageList();
            dead.add(page(version));
            stamps.add(0);
            if (version > 1) {
                dead.add(page(VERSIONS + version));
                stamps.add(version - 1);
            }
            PinHolder holder = new PinHolder(PinKind.SAVEPOINT, "s" + version, Instant.EPOCH);
            holders.add(pins.pin(holder, version - 1));
            holders.add(pins.openReader(version - 1));
            lifetimes.publish(version, dead, stamps);
            lifetimes.reclaim(page -> freed++);
        }
    }

    @Test
    void allAreKeptUntilTheyClose() {
        assertTimeout(Duration.ofSeconds(30), () -> {
            commitAndHold();
            assertEquals(0, freed);
            assertEquals(VERSIONS, pins.openReaders());
            List<PinnedVersion> held = lifetimes.pins();
            assertEquals(VERSIONS + 1, held.size());
            assertEquals(
                    lifetimes.pendingBasePages(),
                    held.stream().mapToLong(PinnedVersion::keptBasePages).sum());
            Collections.shuffle(holders, new Random(1));
            for (int i = 0; i < holders.size(); i++) {
                holders.get(i).close();
                if (i % 50 == 0) {
                    lifetimes.reclaim(page -> freed++);
                }
            }
            lifetimes.reclaim(page -> freed++);
            assertEquals(DEATHS * VERSIONS - 1, freed);
            assertEquals(0, lifetimes.pendingCount());
        });
    }

    @Test
    void saysWhoKeepsHowMuch() {
        commitAndHold();
        PinnedVersion newest = lifetimes.pins().get(VERSIONS - 1);
        assertEquals(VERSIONS - 1, newest.watermark());
        assertEquals(2, newest.holders().size());
        PinHolder savepoint = newest.holders().get(0);
        assertEquals(new PinHolder(PinKind.SAVEPOINT, "s" + VERSIONS, Instant.EPOCH), savepoint);
        PinHolder reader = newest.holders().get(1);
        assertEquals(PinKind.READER, reader.kind());
        assertTrue(!reader.since().isAfter(Instant.now()), "opened in the future");
        // What died right after it: the page that only it saw, and one that all before it see as well.
        assertEquals(2, newest.keptBasePages());
        assertEquals(1, newest.releasableBasePages());
    }
}
