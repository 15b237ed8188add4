package org.copsedb.pagestore.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.testkit.SeededRuns;
import org.junit.jupiter.api.Test;

class PageCensusTest {
    private static final PageOwner[] EXCLUSIVE = {
        PageOwner.REACHABLE, PageOwner.PENDING, PageOwner.FREE, PageOwner.JOURNAL, PageOwner.METADATA,
    };

    /** A page and whose it is. */
    private record Entry(PageOwner owner, long page) {}

    private static CensusReport report(int[] lengths, List<Entry> entries) {
        PageCensus census = new PageCensus(lengths);
        entries.forEach(entry -> census.record(entry.owner, entry.page));
        return census.report();
    }

    /** Cuts regions into pages of random orders with random owners; savepoints reach some of those they may reach. */
    private static List<Entry> partition(SplittableRandom random, int[] lengths) {
        List<Entry> entries = new ArrayList<>();
        for (int region = 0; region < lengths.length; region++) {
            for (int first = 0; first < lengths[region]; ) {
                int order = random.nextInt(9);
                while ((first & ((1 << order) - 1)) != 0 || first + (1 << order) > lengths[region]) {
                    order--;
                }
                long page = PageNumber.encode(region, first >>> order, order);
                PageOwner owner = EXCLUSIVE[random.nextInt(EXCLUSIVE.length)];
                entries.add(random.nextInt(entries.size() + 1), new Entry(owner, page));
                if (owner.compareTo(PageOwner.PENDING) <= 0) {
                    for (int i = random.nextInt(3); i > 0; i--) {
                        entries.add(new Entry(PageOwner.SAVEPOINT, page));
                    }
                }
                first += 1 << order;
            }
        }
        return entries;
    }

    private static long sum(CensusReport report) {
        return report.reachable()
                + report.kept()
                + report.pending()
                + report.free()
                + report.journal()
                + report.metadata();
    }

    private static String expected(Entry entry, String owners) {
        return "base page " + PageNumber.firstBasePage(entry.page) + " of region " + PageNumber.region(entry.page)
                + ": " + owners;
    }

    @Test
    void acceptsFilesInWhichEachPageHasOneOwner() {
        SeededRuns.repeat(200, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int[] lengths = {random.nextInt(1, 3000), random.nextInt(1, 200), random.nextInt(65)};
            CensusReport report = report(lengths, partition(random, lengths));
            assertEquals(Optional.empty(), report.finding());
            assertEquals(lengths[0] + lengths[1] + lengths[2], sum(report));
        });
    }

    @Test
    void namesWhatHasNoOwnerTwoOrTheWrongOne() {
        SeededRuns.repeat(500, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int[] lengths = {random.nextInt(1, 3000), random.nextInt(1, 200)};
            List<Entry> entries = new ArrayList<>(partition(random, lengths));
            entries.removeIf(entry -> entry.owner == PageOwner.SAVEPOINT);
            int position = random.nextInt(entries.size());
            Entry entry = entries.get(position);
            PageOwner other = EXCLUSIVE[random.nextInt(EXCLUSIVE.length)];
            String owners;
            if (random.nextInt(4) == 0) {
                entries.remove(position);
                owners = "no owner";
            } else if (entry.owner.compareTo(PageOwner.PENDING) > 0 && random.nextBoolean()) {
                entries.add(new Entry(PageOwner.SAVEPOINT, entry.page));
                owners = entry.owner + " and SAVEPOINT";
            } else if (other == entry.owner) {
                entries.add(entry);
                owners = entry.owner + ", recorded twice";
            } else {
                entries.add(new Entry(other, entry.page));
                boolean before = entry.owner.compareTo(other) < 0;
                owners = before ? entry.owner + " and " + other : other + " and " + entry.owner;
            }
            assertEquals(
                    Optional.of(expected(entry, owners)),
                    report(lengths, entries).finding());
        });
    }

    @Test
    void countsWhatOnlySavepointsReachApart() {
        PageCensus census = new PageCensus(8);
        census.record(PageOwner.REACHABLE, PageNumber.encode(0, 0, 1));
        census.record(PageOwner.PENDING, PageNumber.encode(0, 1, 1));
        census.record(PageOwner.PENDING, PageNumber.encode(0, 4, 0));
        census.record(PageOwner.FREE, PageNumber.encode(0, 5, 0));
        census.record(PageOwner.JOURNAL, PageNumber.encode(0, 6, 0));
        census.record(PageOwner.METADATA, PageNumber.encode(0, 7, 0));
        census.record(PageOwner.SAVEPOINT, PageNumber.encode(0, 0, 1));
        census.record(PageOwner.SAVEPOINT, PageNumber.encode(0, 1, 1));
        assertEquals(new CensusReport(2, 2, 1, 1, 1, 1, Optional.empty()), census.report());
    }

    @Test
    void namesPagesOutsideTheFile() {
        for (long page : new long[] {PageNumber.encode(1, 0, 0), PageNumber.encode(0, 4, 1), 1L << 45, -1}) {
            PageCensus census = new PageCensus(9);
            census.record(PageOwner.FREE, page);
            String finding = census.report().finding().orElseThrow();
            assertTrue(finding.endsWith("of owner FREE lies outside the file"), finding);
        }
        assertEquals(Optional.empty(), new PageCensus().report().finding());
        assertThrows(IllegalArgumentException.class, () -> new PageCensus(-1));
        assertThrows(IllegalArgumentException.class, () -> new PageCensus((1 << 20) + 1));
    }
}
