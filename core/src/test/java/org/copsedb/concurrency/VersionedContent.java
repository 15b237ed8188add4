package org.copsedb.concurrency;

import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.copsedb.Change;
import org.copsedb.Cursor;
import org.copsedb.KeyRange;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.TableDefinition;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;

/** What the table holds in each version, and comparisons with it. */
final class VersionedContent {
    static final int KEYS = 1_000;
    static final TableDefinition<Long, Long> TABLE = TableDefinition.of("table", Codecs.LONG, Codecs.LONG);

    private final KeyHistory[] histories =
            IntStream.range(0, KEYS).mapToObj(key -> new KeyHistory()).toArray(KeyHistory[]::new);

    void note(int key, long version, long value) {
        histories[key].note(version, value);
    }

    long at(long key, long version) {
        return histories[(int) key].at(version);
    }

    private static long orAbsent(@Nullable Long value) {
        return value == null ? KeyHistory.ABSENT : value;
    }

    private void require(long key, long version, long found) {
        long expected = at(key, version);
        if (found != expected) {
            throw new AssertionError("key " + key + " of version " + version + " is " + found + ", not " + expected);
        }
    }

    /** Reads some keys and perhaps all of them; returns how many entries were compared. */
    long compare(ReadTransaction transaction, SplittableRandom random) {
        ReadableTable<Long, Long> table = transaction.open(TABLE);
        long version = transaction.version();
        int gets = random.nextInt(60);
        for (int i = 0; i < gets; i++) {
            long key = random.nextLong(KEYS);
            require(key, version, orAbsent(table.get(key)));
        }
        return gets
                + (random.nextInt(3) == 0
                        ? compareRange(table, version, 0, KEYS)
                        : compareSome(table, version, random));
    }

    private long compareSome(ReadableTable<Long, Long> table, long version, SplittableRandom random) {
        long low = random.nextLong(KEYS);
        return compareRange(table, version, low, low + random.nextLong(KEYS - low + 1));
    }

    private long compareRange(ReadableTable<Long, Long> table, long version, long low, long high) {
        KeyRange<Long> range = KeyRange.closedOpen(low, high);
        Cursor<Long, Long> cursor = table.cursor(range);
        long count = 0;
        long key = low;
        while (cursor.next()) {
            long found = cursor.key();
            for (; key < found; key++) {
                require(key, version, KeyHistory.ABSENT);
            }
            require(key, version, cursor.value());
            key++;
            count++;
        }
        for (; key < high; key++) {
            require(key, version, KeyHistory.ABSENT);
        }
        if (table.count(range) != count) {
            throw new AssertionError(table.count(range) + " entries counted, " + count + " found");
        }
        return high - low;
    }

    /** Compares what differs between two versions; returns how many entries were compared. */
    long compareChanges(Iterator<Change<Long, Long>> changes, long from, long to) {
        for (long key = 0; key < KEYS; key++) {
            long before = at(key, from);
            long after = at(key, to);
            if (before == after) {
                continue;
            }
            Change<Long, Long> change = changes.next();
            if (change.key() != key || orAbsent(change.before()) != before || orAbsent(change.after()) != after) {
                throw new AssertionError(change + " between versions " + from + " and " + to + ", not key " + key
                        + " from " + before + " to " + after);
            }
        }
        if (changes.hasNext()) {
            throw new AssertionError("one more: " + changes.next() + " between versions " + from + " and " + to);
        }
        return KEYS;
    }
}
