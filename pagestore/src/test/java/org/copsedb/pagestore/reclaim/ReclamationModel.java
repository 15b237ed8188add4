package org.copsedb.pagestore.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;

/**
 * Random commits, restores and pins beside a model that says naively which pages must wait: each version is kept as a
 * map from its pages to their stamps, and a dead page is needed when the map of a pinned version has it. Everything is
 * a function of the seed; the lifetimes under test come from a factory, so that faulty ones can be put in their place.
 */
final class ReclamationModel {
    private static final int PAGES = 120;

    /** Pages that belong to what a restore leaves alone. */
    private static final int SYSTEM_PAGES = 20;

    /** Somebody who holds a version. */
    private record Holder(Version version, AutoCloseable pin) {}

    /** A committed version: what it consists of. */
    private record Version(long watermark, Map<Long, Long> stamps) {}

    private final SplittableRandom random;
    private final PinnedVersions pins = new PinnedVersions();
    private final PageLifetimes lifetimes;
    private final List<Holder> readers = new ArrayList<>();
    private final List<Holder> savepoints = new ArrayList<>();
    private final TreeSet<Long> free = new TreeSet<>();
    private final Set<Long> pending = new HashSet<>();
    private Version head = new Version(0, Map.of());
    private long stamp;
    private long freed;
    private int restores;

    ReclamationModel(long seed, Function<PinnedVersions, PageLifetimes> factory) {
        random = new SplittableRandom(seed);
        lifetimes = factory.apply(pins);
        for (int i = 0; i < PAGES; i++) {
            free.add(PageNumber.encode(i & 3, i, i % 3));
        }
        pins.publish(0);
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        while (!readers.isEmpty()) {
            close(readers);
        }
        while (!savepoints.isEmpty()) {
            close(savepoints);
        }
        reclaim();
        assertEquals(0, lifetimes.pendingCount());
        assertEquals(PAGES, free.size() + head.stamps.size());
        assertTrue(freed > 0);
    }

    int restores() {
        return restores;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 40) {
            commit(new TreeMap<>(head.stamps), head.watermark);
        } else if (kind < 50) {
            readers.add(new Holder(head, pins.openReader(head.watermark)));
        } else if (kind < 63) {
            close(readers);
        } else if (kind < 70) {
            hold();
        } else if (kind < 77) {
            close(savepoints);
        } else if (kind < 82) {
            readSavepoint();
        } else if (kind < 90) {
            restore();
        } else {
            reclaim();
        }
        checkPins();
    }

    private void hold() {
        List<Holder> from = random.nextBoolean() ? readers : List.of();
        Version version = from.isEmpty() ? head : from.get(random.nextInt(from.size())).version;
        PinHolder holder = new PinHolder(PinKind.SAVEPOINT, "s" + stamp, Instant.EPOCH);
        savepoints.add(new Holder(version, pins.pin(holder, version.watermark)));
    }

    private void readSavepoint() {
        if (!savepoints.isEmpty()) {
            Holder savepoint = savepoints.get(random.nextInt(savepoints.size()));
            readers.add(new Holder(savepoint.version, ((PinnedVersions.NamedPin) savepoint.pin).openReader()));
        }
    }

    private void close(List<Holder> holders) {
        if (!holders.isEmpty()) {
            AutoCloseable pin = holders.remove(random.nextInt(holders.size())).pin;
            try {
                pin.close();
                pin.close();
            } catch (Exception impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    /** Goes back to a savepoint, except for the system's pages, and changes something in the same commit at times. */
    private void restore() {
        if (savepoints.isEmpty()) {
            return;
        }
        Version savepoint = savepoints.get(random.nextInt(savepoints.size())).version;
        TreeMap<Long, Long> stamps = new TreeMap<>();
        head.stamps.forEach((page, birth) -> {
            if (isSystem(page)) {
                stamps.put(page, birth);
            }
        });
        savepoint.stamps.forEach((page, birth) -> {
            if (!isSystem(page)) {
                stamps.put(page, birth);
            }
        });
        restores++;
        commit(stamps, savepoint.watermark);
    }

    private static boolean isSystem(long page) {
        return PageNumber.index(page) < SYSTEM_PAGES;
    }

    /** Changes some pages of what is given and makes it the head. */
    private void commit(NavigableMap<Long, Long> stamps, long base) {
        long first = stamp + 1;
        stamp += 1 + random.nextInt(3);
        for (int i = random.nextInt(8); i > 0 && !stamps.isEmpty(); i--) {
            Long page = stamps.ceilingKey(random.nextLong());
            stamps.remove(page == null ? stamps.firstKey() : page);
        }
        for (int i = random.nextInt(8); i > 0 && !free.isEmpty(); i--) {
            Long page = free.ceiling(random.nextLong());
            page = page == null ? free.first() : page;
            free.remove(page);
            stamps.put(page, random.nextLong(first, stamp + 1));
        }
        publish(new Version(stamp, stamps), base);
    }

    private void publish(Version version, long base) {
        PageList dead = new PageList();
        PageList deadStamps = new PageList();
        head.stamps.forEach((page, birth) -> {
            if (!version.stamps.containsKey(page)) {
                dead.add(page);
                deadStamps.add(birth);
                pending.add(page);
            }
        });
        PageList revived = new PageList();
        version.stamps.keySet().forEach(page -> {
            if (pending.contains(page) && !head.stamps.containsKey(page)) {
                revived.add(page);
            }
        });
        if (!revived.isEmpty()) {
            lifetimes.revive(revived, base, version.watermark);
            revived.forEach(pending::remove);
        }
        head = version;
        lifetimes.publish(version.watermark, dead, deadStamps);
    }

    private boolean isNeeded(long page) {
        return readers.stream().anyMatch(holder -> holder.version.stamps.containsKey(page))
                || savepoints.stream().anyMatch(holder -> holder.version.stamps.containsKey(page));
    }

    /** Nothing visible is freed, and nothing invisible is kept. */
    private void reclaim() {
        lifetimes.reclaim(page -> {
            assertTrue(pending.remove(page), () -> PageNumber.decode(page) + " is freed, but is not dead");
            assertFalse(isNeeded(page), () -> PageNumber.decode(page) + " is freed, but somebody sees it");
            assertFalse(head.stamps.containsKey(page));
            free.add(page);
            freed++;
        });
        pending.forEach(
                page -> assertTrue(isNeeded(page), () -> PageNumber.decode(page) + " is kept, but nobody sees it"));
    }

    /** What is said of pins and of waiting pages, after each step. */
    private void checkPins() {
        Set<Long> listed = new HashSet<>();
        lifetimes.forEachPending(page -> assertTrue(listed.add(page)));
        assertEquals(pending, listed);
        assertEquals(pending.size(), lifetimes.pendingCount());
        assertEquals(readers.size(), pins.openReaders());
        if (random.nextInt(8) != 0) {
            return;
        }
        TreeMap<Long, List<Holder>> expected = new TreeMap<>();
        expected.put(head.watermark, new ArrayList<>(List.of(new Holder(head, () -> {}))));
        readers.forEach(reader -> expected.computeIfAbsent(reader.version.watermark, v -> new ArrayList<>())
                .add(reader));
        savepoints.forEach(pin -> expected.computeIfAbsent(pin.version.watermark, v -> new ArrayList<>())
                .add(pin));
        List<PinnedVersion> found = lifetimes.pins();
        assertEquals(
                List.copyOf(expected.keySet()),
                found.stream().map(PinnedVersion::watermark).toList());
        for (PinnedVersion version : found) {
            List<Holder> holders = expected.getOrDefault(version.watermark(), List.of());
            assertEquals(holders.size(), version.holders().size());
            Set<Long> pages = holders.get(0).version.stamps.keySet();
            assertEquals(
                    basePages(
                            pages, expected.tailMap(version.watermark(), false).values()),
                    version.keptBasePages());
            expected.remove(version.watermark());
            assertEquals(basePages(pages, expected.values()), version.releasableBasePages());
            expected.put(version.watermark(), holders);
        }
    }

    /** The base pages of those dead pages that none of other versions has. */
    private long basePages(Set<Long> pages, Iterable<List<Holder>> others) {
        long sum = 0;
        for (long page : pages) {
            boolean shared = !pending.contains(page);
            for (List<Holder> other : others) {
                shared |= other.get(0).version.stamps.containsKey(page);
            }
            sum += shared ? 0 : 1L << PageNumber.order(page);
        }
        return sum;
    }

    /** What must be refused, in whatever state. */
    void checkRefusals() {
        PageList one = new PageList();
        one.add(1L << 39);
        PageList none = new PageList();
        assertThrows(IllegalArgumentException.class, () -> lifetimes.publish(stamp + 1, one, none));
        assertThrows(IllegalArgumentException.class, () -> lifetimes.publish(stamp, none, none));
        PageList tooYoung = new PageList();
        tooYoung.add(stamp + 1);
        assertThrows(IllegalArgumentException.class, () -> lifetimes.publish(stamp + 1, one, tooYoung));
        assertThrows(IllegalStateException.class, () -> lifetimes.revive(one, 0, stamp + 1));
        PinHolder holder = new PinHolder(PinKind.BACKUP, "b", Instant.EPOCH);
        assertThrows(IllegalStateException.class, () -> pins.pin(holder, stamp + 1));
        PinHolder reader = new PinHolder(PinKind.READER, "", Instant.EPOCH);
        assertThrows(IllegalArgumentException.class, () -> pins.pin(reader, stamp));
        checkPins();
    }
}
