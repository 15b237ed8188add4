package org.copsedb.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.VerifyReport;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.PowerCut;
import org.copsedb.testkit.SimulatedDisk;

/**
 * Opens what a power cut left and checks the promises P1, P2 and P10: it opens, in a version that may be there, with
 * exactly that version's content; every page is accounted for; it goes on working; and a power cut during the opening
 * changes nothing.
 */
final class ImageChecker {
    /** One image in so many is worked with for longer. */
    private static final int THOROUGH = 8;

    private static final int TRANSACTIONS = 5;
    private static final int NESTED_BUDGET = 6;

    private final DatabaseOpener opener;
    private final DatabaseOptions options;
    private final CrashCounts counts;
    private final SplittableRandom random;

    ImageChecker(CrashSetting setting, CrashCounts counts, SplittableRandom random) {
        this.opener = setting.opener();
        this.options = setting.options();
        this.counts = counts;
        this.random = random;
    }

    /** What may be found on an image. */
    interface LegalVersions {
        /**
         * Returns the content of a version.
         *
         * @throws AssertionError if it may not be there
         */
        DatabaseContent content(long version);
    }

    /**
     * Checks an image.
     *
     * @param image what is left
     * @param legal what may be found
     * @param depth how many power cuts during recoveries may follow
     * @throws AssertionError if a promise is broken
     */
    void check(DiskImage image, LegalVersions legal, int depth) {
        counts.images.increment();
        SimulatedDisk disk = new SimulatedDisk("image", image);
        List<PowerCut> cuts = new ArrayList<>();
        if (depth > 0) {
            disk.observe(observed -> cuts.add(observed.powerCut()));
        }
        long version;
        DatabaseContent content;
        try (Database database = opener.open(disk, options)) {
            disk.observe(null);
            version = database.statistics().version();
            content = legal.content(version);
            requireSound(database, content);
            boolean isThorough = random.nextInt(THOROUGH) == 0;
            content = goOn(database, content, isThorough ? TRANSACTIONS : 1);
            if (isThorough) {
                requireDurable(disk, database, content);
            }
        }
        requireSame(disk.cached(), content);
        checkNested(cuts, legal, version, depth);
    }

    private static void requireSound(Database database, DatabaseContent content) {
        content.requireEqual(database);
        VerifyReport report = database.verify();
        if (!report.isSound()) {
            throw new AssertionError(String.join("\n", report.findings()));
        }
        if (report.entries() != content.size()) {
            throw new AssertionError(report.entries() + " entries verified instead of " + content.size());
        }
    }

    private DatabaseContent goOn(Database database, DatabaseContent start, int transactions) {
        DatabaseContent content = start;
        for (int i = 0; i < transactions; i++) {
            DatabaseContent next = content.copy();
            database.execute(transaction -> new ModelTransaction(transaction, next, random).changeSome("t0", 6, 60));
            counts.transactions.increment();
            content = next;
        }
        if (transactions > 1) {
            requireSound(database, content);
        }
        return content;
    }

    /** The transactions that were just committed must outlive the next power cut. */
    private void requireDurable(SimulatedDisk disk, Database database, DatabaseContent content) {
        long version = database.statistics().version();
        DiskImage least = disk.powerCut().nothingKept();
        try (Database again = opener.open(new SimulatedDisk("after going on", least), options)) {
            if (again.statistics().version() != version) {
                throw new AssertionError("version " + again.statistics().version() + " instead of " + version
                        + " after going on and a second power cut");
            }
            requireSound(again, content);
        }
    }

    /** A database that was closed opens again with the same content. */
    private void requireSame(DiskImage closed, DatabaseContent content) {
        if (random.nextInt(THOROUGH) == 0) {
            try (Database again = opener.open(new SimulatedDisk("closed", closed), options)) {
                requireSound(again, content);
            }
        }
    }

    private void checkNested(List<PowerCut> cuts, LegalVersions legal, long version, int depth) {
        LegalVersions same = found -> {
            if (found != version) {
                throw new AssertionError(
                        "version " + found + " after a power cut during the recovery that found " + version);
            }
            return legal.content(version);
        };
        for (PowerCut cut : cuts) {
            cut.forEachImage(random, NESTED_BUDGET, image -> {
                counts.nested.increment();
                check(image, same, depth - 1);
            });
        }
    }
}
