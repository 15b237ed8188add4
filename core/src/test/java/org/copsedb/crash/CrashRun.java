package org.copsedb.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.copsedb.Database;
import org.copsedb.DatabaseSteps;
import org.copsedb.Durability;
import org.copsedb.ReadTransaction;
import org.copsedb.WriteTransaction;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.PowerCut;
import org.copsedb.testkit.SimulatedDisk;
import org.jspecify.annotations.Nullable;

/**
 * One scenario with one seed on a simulated disk, whose power is cut at every change of the disk. Each time a sample of
 * what may be left is opened and checked; the scenario itself goes on as if nothing had happened.
 */
final class CrashRun implements AutoCloseable {
    private final CrashSetting setting;
    private final CrashSetting.Geometry geometry;
    private final CrashCounts counts;
    private final SplittableRandom random;
    private final ImageChecker checker;
    private final SimulatedDisk disk = new SimulatedDisk("disk");
    /** The last stamp of each page: it is never written twice under one stamp, whatever happens to the process. */
    private final Map<Long, Long> stamps = new HashMap<>();

    private ProcessFile process = new ProcessFile(disk);
    private @Nullable Database database;

    /** The content of every version so far, by its number. */
    private final List<DatabaseContent> versions = new ArrayList<>(List.of(new DatabaseContent()));

    /** The last version that is certain to be there after a power cut. */
    private long acknowledged;

    /** Images that were checked under the present expectation. */
    private final Set<Long> checked = new HashSet<>();

    private @Nullable Throwable failure;

    CrashRun(CrashSetting setting, CrashSetting.Geometry geometry, long seed, CrashCounts counts) {
        this.setting = setting;
        this.geometry = geometry;
        this.counts = counts;
        this.random = new SplittableRandom(seed);
        this.checker = new ImageChecker(setting, counts, random.split());
        disk.observe(changed -> cut());
    }

    SplittableRandom random() {
        return random;
    }

    Database database() {
        Database open = database;
        if (open == null) {
            open = setting.opener().open(geometry.checked(process, stamps), setting.options());
            database = open;
            forgetLaterThan(open.statistics().version());
            requireNoFailure();
        }
        return open;
    }

    /** What an opened database shows is certain from then on, and what it does not show must not come back. */
    private void forgetLaterThan(long version) {
        legalContent(version, acknowledged, versions.size() - 1L);
        versions.subList((int) version + 1, versions.size()).clear();
        expect(version);
    }

    private void expect(long version) {
        acknowledged = version;
        checked.clear();
    }

    /** Runs a transaction and commits it durably. */
    void commit(Consumer<ModelTransaction> script) {
        commit(script, Durability.IMMEDIATE);
        expectNewest();
    }

    /** Runs a transaction and commits it without waiting for the disk: a power cut may take it back. */
    void commitEventually(Consumer<ModelTransaction> script) {
        commit(script, Durability.EVENTUAL);
        cut();
        requireNoFailure();
    }

    private void commit(Consumer<ModelTransaction> script, Durability durability) {
        try (WriteTransaction transaction = database().beginWrite().durability(durability)) {
            ModelTransaction model = begin(transaction);
            script.accept(model);
            versions.add(model.content());
            transaction.commit();
        }
        forgetUnchanged();
    }

    /** Runs transactions that wait for the disk together. */
    void commitTogether(int count, Consumer<ModelTransaction> script) {
        List<CompletableFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (WriteTransaction transaction = database().beginWrite()) {
                ModelTransaction model = begin(transaction);
                script.accept(model);
                model.put("t9", versions.size(), 8);
                versions.add(model.content());
                futures.add(transaction.commitAsync());
            }
        }
        database().flush();
        futures.forEach(CompletableFuture::join);
        expectNewest();
    }

    /** All that is committed has become durable. */
    private void expectNewest() {
        expect(versions.size() - 1L);
        cut();
        requireNoFailure();
    }

    /** Makes durable what was committed without waiting. */
    void flush() {
        database().flush();
        expectNewest();
    }

    /** Writes a checkpoint. */
    void checkpoint() {
        database().checkpoint();
        expectNewest();
    }

    /** Takes some steps of the background work, if there are any. */
    void step() {
        for (int i = random.nextInt(6); i > 0 && DatabaseSteps.step(database()); i--) {
            requireNoFailure();
        }
    }

    private ModelTransaction begin(WriteTransaction transaction) {
        return new ModelTransaction(transaction, newest().copy(), random);
    }

    /** A commit that changes nothing makes no version. */
    private void forgetUnchanged() {
        if (database().statistics().version() == versions.size() - 2L) {
            versions.remove(versions.size() - 1);
        }
    }

    /** Runs a transaction and rolls it back. */
    void rollBack(Consumer<ModelTransaction> script) {
        try (WriteTransaction transaction = database().beginWrite()) {
            script.accept(begin(transaction));
        }
        requireNoFailure();
    }

    private DatabaseContent newest() {
        return versions.get(versions.size() - 1);
    }

    /** Begins to read; the scenario closes the transaction. */
    ReadTransaction beginRead() {
        return database().beginRead();
    }

    /** Sets an ephemeral savepoint; the scenario closes it, or ends the process. */
    EphemeralPoint setSavepoint() {
        return new EphemeralPoint(database().savepoint(), newest().copy());
    }

    /** Compares what an ephemeral savepoint keeps. */
    void compare(EphemeralPoint point) {
        try (ReadTransaction transaction = database().beginRead(point.savepoint())) {
            point.content().requireEqual(transaction);
        }
    }

    /** Compares an open reader with the version it was opened on. */
    void compare(ReadTransaction transaction) {
        versions.get((int) transaction.version()).requireEqual(transaction);
    }

    /** Closes the database and opens it again. */
    void reopen() {
        closeDatabase();
        database();
    }

    void closeDatabase() {
        Database open = database;
        if (open != null) {
            open.close();
            database = null;
            process = new ProcessFile(disk);
            expectNewest();
        }
    }

    /** Ends the process without closing anything; the system goes on. Then opens the database again. */
    void kill() {
        process.kill();
        process = new ProcessFile(disk);
        database = null;
        database();
    }

    /** Cuts the power, and goes on with one of the images that may be left. */
    void losePower() {
        List<DiskImage> images = new ArrayList<>();
        disk.powerCut().forEachImage(random, 16, images::add);
        process.kill();
        database = null;
        disk.observe(null);
        // The disk goes on as another one, with everything on it durable.
        DiskImage left = images.get(random.nextInt(images.size()));
        disk.powerOn(left);
        disk.observe(changed -> cut());
        process = new ProcessFile(disk);
        database();
    }

    private void cut() {
        if (failure != null) {
            return;
        }
        counts.cuts.increment();
        long low = acknowledged;
        long high = versions.size() - 1L;
        PowerCut cut = disk.powerCut();
        try {
            cut.forEachImage(random, setting.budget(), image -> {
                if (checked.add(image.hash() + high)) {
                    int depth = random.nextInt(setting.nestedShare()) == 0 ? setting.depth() : 0;
                    checker.check(image, version -> legalContent(version, low, high), depth);
                }
            });
        } catch (Throwable broken) {
            // The disk is no place to throw it: a store would take it for a failure of the disk.
            failure = broken;
        }
    }

    private DatabaseContent legalContent(long version, long low, long high) {
        if (version < low || version > high) {
            throw new AssertionError("version " + version + " is not within " + low + " to " + high);
        }
        return versions.get((int) version);
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new AssertionError("after " + (versions.size() - 1) + " commits: " + failure, failure);
        }
    }

    @Override
    public void close() {
        closeDatabase();
        requireNoFailure();
    }
}
