package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.copsedb.Database;
import org.copsedb.Durability;
import org.copsedb.KeyRange;
import org.copsedb.ReadTransaction;
import org.copsedb.VerifyReport;

/**
 * What one file must hold: everything that was durable, then perhaps the next commits in the order in which they were
 * made, of each writer at most one that it did not acknowledge, and nothing else.
 */
final class CommitLedger {
    /** How many commits of each writer, and of all, the file held when it was last checked. */
    private final Map<Integer, Long> commits = new TreeMap<>();

    private final Map<Long, byte[]> entries = new TreeMap<>();

    /** Returns how many commits the file held when it was last checked. */
    long total() {
        return commits.getOrDefault(Workload.ALL_WRITERS, 0L);
    }

    /**
     * Checks a database, takes what it holds as durable from now on, and lets it go on working.
     *
     * @param acknowledged what was acknowledged since it was last checked, in any order between writers
     * @param which how messages name the case
     */
    void checkAndGoOn(Database database, List<Acknowledgement> acknowledged, String which) {
        check(database, acknowledged, which);
        check(
                database,
                List.of(Workload.commit(database, (int) (total() % 3), Durability.IMMEDIATE)),
                which + ", going on");
    }

    /**
     * Checks a database, and takes what it holds as durable from now on.
     *
     * @param acknowledged what was acknowledged since it was last checked, in any order between writers
     * @param which how messages name the case
     */
    void check(Database database, List<Acknowledgement> acknowledged, String which) {
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> which + ": " + report.findings());
        commits.putAll(database.read(transaction -> {
            Map<Integer, Long> found = new TreeMap<>();
            transaction.open(Workload.COMMITS).forEach(KeyRange.all(), entry -> found.put(entry.key(), entry.value()));
            checkCommits(found, acknowledged, which);
            checkEntries(transaction, found, which);
            return found;
        }));
    }

    private void checkCommits(Map<Integer, Long> found, List<Acknowledgement> acknowledged, String which) {
        Map<Integer, Long> most = new TreeMap<>(commits);
        long total = found.getOrDefault(Workload.ALL_WRITERS, 0L);
        for (Acknowledgement one : acknowledged) {
            most.merge(one.writer(), one.number(), Math::max);
            assertTrue(!one.durable() || one.total() <= total, () -> which + ": lost " + one + ", found " + found);
            assertEquals(
                    one.total() <= total,
                    one.number() <= found.getOrDefault(one.writer(), 0L),
                    () -> which + ": " + one + " has another place in the order, found " + found);
        }
        commits.forEach((writer, number) -> assertTrue(
                found.getOrDefault(writer, 0L) >= number,
                () -> which + ": fewer than " + commits + ", found " + found));
        long sum = 0;
        for (Map.Entry<Integer, Long> entry : found.entrySet()) {
            if (entry.getKey() != Workload.ALL_WRITERS) {
                sum += entry.getValue();
                assertTrue(
                        entry.getValue() <= most.getOrDefault(entry.getKey(), 0L) + 1,
                        () -> which + ": acknowledged up to " + most + ", found " + found);
            }
        }
        assertEquals(sum, total, () -> which + ": a mixture of commits: " + found);
    }

    private void checkEntries(ReadTransaction transaction, Map<Integer, Long> found, String which) {
        found.forEach((writer, number) -> {
            if (writer != Workload.ALL_WRITERS) {
                for (long n = commits.getOrDefault(writer, 0L) + 1; n <= number; n++) {
                    Workload.forEachChange(writer, n, (key, value) -> {
                        if (value == null) {
                            entries.remove(key);
                        } else {
                            entries.put(key, value);
                        }
                    });
                }
            }
        });
        Map<Long, byte[]> content = new TreeMap<>();
        transaction.open(Workload.ENTRIES).forEach(KeyRange.all(), entry -> content.put(entry.key(), entry.value()));
        assertEquals(entries.keySet(), content.keySet(), which);
        entries.forEach((key, value) -> assertArrayEquals(value, content.get(key), () -> which + ": key " + key));
    }
}
