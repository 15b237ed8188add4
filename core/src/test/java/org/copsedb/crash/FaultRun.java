package org.copsedb.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.copsedb.Database;
import org.copsedb.VerifyReport;
import org.copsedb.WriteTransaction;
import org.copsedb.storage.CopseException;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.StoreFailedException;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.Fault;
import org.copsedb.testkit.FaultyStorageFile;
import org.copsedb.testkit.FileCall;
import org.copsedb.testkit.SimulatedDisk;
import org.jspecify.annotations.Nullable;

/**
 * A scenario during which one call of the disk fails, and perhaps later ones. Checks promise P6: whoever called gets an
 * exception, nothing half-done can be committed, the store takes no more writes, reads go on, and what is left opens in
 * a committed version that is not older than the last acknowledged one.
 */
final class FaultRun {
    private static final int IMAGES = 6;

    private final DatabaseOpener opener;
    private final FaultScenario scenario;
    private final @Nullable Fault fault;
    private final SplittableRandom random;
    private final SimulatedDisk disk = new SimulatedDisk("disk");
    private final FaultyStorageFile file;

    /** The content of each acknowledged version. */
    private final List<DatabaseContent> versions = new ArrayList<>(List.of(new DatabaseContent()));

    /** The content of a commit that failed: it may be there or not. */
    private @Nullable DatabaseContent uncertain;

    private boolean wasOpen;

    FaultRun(DatabaseOpener opener, FaultScenario scenario, @Nullable Fault fault, long seed) {
        this.opener = opener;
        this.scenario = scenario;
        this.fault = fault;
        this.random = new SplittableRandom(seed);
        this.file = new FaultyStorageFile(disk, fault, seed);
    }

    /** Returns the file, to count its calls. */
    FaultyStorageFile file() {
        return file;
    }

    /**
     * Runs the scenario, with the failure, and looks at what is left.
     *
     * @throws AssertionError if a promise is broken
     */
    void run() {
        try (Database database = opener.open(file, scenario.options())) {
            wasOpen = true;
            work(database);
        } catch (RuntimeException | VirtualMachineError failure) {
            requirePlanted(failure);
        }
        if (fault == null) {
            return;
        }
        if (fault.duration() == Fault.Duration.THEN_POWER_CUT) {
            disk.powerCut().forEachImage(random, IMAGES, this::check);
        } else {
            check(disk);
        }
    }

    private void work(Database database) {
        for (int i = 0; i < scenario.commits(); i++) {
            boolean mustRefuse = file.hasFailed() && mustRefuseWrites();
            try (WriteTransaction transaction = database.beginWrite()) {
                commit(transaction);
                if (mustRefuse) {
                    throw new AssertionError("a commit succeeded after " + fault);
                }
            } catch (StoreFailedException refused) {
                requirePlanted(refused);
                requireReadable(database);
                return;
            } catch (RuntimeException | VirtualMachineError failure) {
                requirePlanted(failure);
                requireReadable(database);
            }
        }
        requireReadable(database);
    }

    private void commit(WriteTransaction transaction) {
        ModelTransaction model = new ModelTransaction(
                transaction, versions.get(versions.size() - 1).copy(), random);
        try {
            scenario.change(model);
        } catch (Throwable failure) {
            requireUncommittable(transaction);
            throw failure;
        }
        uncertain = model.content();
        try {
            transaction.commit();
        } catch (Throwable failure) {
            requireUncommittable(transaction);
            throw failure;
        }
        versions.add(model.content());
        uncertain = null;
    }

    private static void requireUncommittable(WriteTransaction transaction) {
        try {
            transaction.commit();
        } catch (RuntimeException refused) {
            return;
        }
        throw new AssertionError("a transaction was committed after it had failed");
    }

    /**
     * A failed read spoils nothing. A file that can not grow, or an area that was not used before and can not be
     * filled, may fail the transaction only.
     */
    private boolean mustRefuseWrites() {
        return wasOpen
                && fault != null
                && (fault.call() == FileCall.WRITE_DURABLY || fault.call() == FileCall.SYNC)
                && fault.kind() != Fault.Kind.SYNC_REPORTED_LATE;
    }

    /** Whoever called gets an exception of this library, or what the disk threw if that is none of its own. */
    private void requirePlanted(Throwable failure) {
        if (!file.hasFailed()) {
            throw new AssertionError("no call had failed when this was thrown: " + failure, failure);
        }
        boolean isForeign = fault != null && fault.kind().isForeign();
        if (!(failure instanceof CopseException) && !(isForeign && Fault.isPlanted(failure))) {
            throw new AssertionError("nobody can expect this: " + failure, failure);
        }
    }

    /** What was acknowledged last can be read as long as the disk can be. */
    private void requireReadable(Database database) {
        try {
            versions.get(versions.size() - 1).requireEqual(database);
        } catch (RuntimeException | VirtualMachineError failure) {
            boolean readsFail = fault != null
                    && (fault.call() == FileCall.READ
                            || fault.call() == FileCall.SIZE
                            || fault.duration() == Fault.Duration.THEN_POWER_CUT);
            if (!readsFail) {
                throw new AssertionError("reads do not go on: " + failure, failure);
            }
        }
    }

    private void check(DiskImage image) {
        check(new SimulatedDisk("left", image));
    }

    /** Opens what is left; what that shows must be durable at once. */
    private void check(SimulatedDisk left) {
        left.reopen();
        boolean lied = fault != null && fault.kind() == Fault.Kind.SYNC_REPORTED_LATE;
        int least = lied ? 0 : versions.size() - 1;
        try {
            // The power is cut while the database is open: closing it would write a checkpoint.
            List<DiskImage> cut = new ArrayList<>();
            long version = checkOnce(left, least, cut);
            checkOnce(new SimulatedDisk("after a power cut", cut.get(0)), version, cut);
        } catch (CorruptFileException damage) {
            if (!lied) {
                throw new AssertionError("the file does not open: " + damage, damage);
            }
        }
    }

    private long checkOnce(SimulatedDisk left, long least, List<DiskImage> cut) {
        try (Database database = opener.open(new ProcessFile(left), scenario.options())) {
            long version = database.statistics().version();
            cut.add(left.powerCut().nothingKept());
            DatabaseContent content = content(version, least);
            content.requireEqual(database);
            VerifyReport report = database.verify();
            if (!report.isSound()) {
                throw new AssertionError(String.join("\n", report.findings()));
            }
            return version;
        }
    }

    private DatabaseContent content(long version, long least) {
        DatabaseContent maybe = uncertain;
        if (version >= least && version < versions.size()) {
            return versions.get((int) version);
        }
        if (version == versions.size() && maybe != null) {
            return maybe;
        }
        throw new AssertionError("version " + version + " is not within " + least + " to "
                + (versions.size() - (maybe == null ? 1 : 0)));
    }
}
