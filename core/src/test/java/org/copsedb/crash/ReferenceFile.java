package org.copsedb.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.WriteTransaction;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.SimulatedDisk;

/** Kinds of small database files that are damaged in every place. */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
enum ReferenceFile {
    /** Nothing was ever committed. */
    EMPTY(512, 0, model -> {}),
    /** One entry. */
    ONE_ENTRY(512, 1, model -> model.put("t0", 1, 10)),
    /** An entry that was written over several times, so that dead pages lie about. */
    OVERWRITTEN(512, 5, model -> model.put("t0", 1, 10)),
    /** A tree of three levels. */
    DEEP_TREE(512, 2, model -> {
        for (int i = 0; i < 150; i++) {
            model.put("t0", model.random().nextInt(1_000), 40);
        }
    }),
    /** A value in pages of its own. */
    LARGE_VALUE(512, 2, model -> model.put("t0", model.random().nextInt(2), 9_000)),
    /** Many tables. */
    TABLES(512, 3, model -> {
        for (int i = 0; i < 10; i++) {
            model.put("t" + model.random().nextInt(30), i, 20);
        }
    }),
    /** Most entries were removed. */
    REMOVED(512, 4, model -> {
        boolean grows = model.content().size() < 60;
        for (int i = 0; i < 90; i++) {
            if (grows) {
                model.put("t0", i, 30);
            } else {
                model.remove("t0", model.random().nextInt(90));
            }
        }
    }),
    /** A table that was cleared, beside one that was not. */
    CLEARED(512, 3, model -> {
        model.changeSome("t0", 30, 100);
        model.clear("t1");
        model.changeSome("t2", 5, 100);
        model.put("t1", 1, 1);
    }),
    /** Savepoints that were rolled back. */
    ROLLED_BACK(512, 3, model -> {
        model.changeSome("t0", 20, 50);
        model.setSavepoint();
        model.changeSome("t0", 40, 50);
        model.rollBackToSavepoint();
        model.put("t0", model.random().nextInt(50), 5);
    }),
    /** More than one region. */
    REGIONS(512, 1, model -> {
        for (int i = 0; i < 40; i++) {
            model.put("t0", i, 1_200);
        }
    }),
    /** Pages of 1 KiB. */
    LARGER_PAGES(1_024, 3, model -> model.changeSome("t0", 40, 100)),
    /**
     * Records in the journal that no checkpoint has. The last ones say what is so anyway: damage to them looks like a
     * write that never succeeded.
     */
    JOURNALED(512, 5, model -> {
        model.changeSome("t0", 12, 60);
        model.changeSome("t" + model.random().nextInt(3), 2, 9);
    }),
    /** Pages of 4 KiB. */
    DEFAULT_PAGES(4_096, 2, model -> model.changeSome("t0", 30, 100));

    private final int pageSize;
    private final int commits;
    private final Consumer<ModelTransaction> script;

    ReferenceFile(int pageSize, int commits, Consumer<ModelTransaction> script) {
        this.pageSize = pageSize;
        this.commits = commits;
        this.script = script;
    }

    /**
     * A file and what it holds.
     *
     * @param image the file after it was closed
     * @param older the file after each commit before the last one
     * @param content what it holds
     * @param pageSize bytes of its base pages
     */
    record Made(DiskImage image, List<DiskImage> older, DatabaseContent content, int pageSize) {}

    DatabaseOptions options() {
        return DatabaseOpener.SMALL.pageSize(pageSize);
    }

    /** Commits what is so already: more than a page of records, so that no damage to a page hits all of them. */
    private static DiskImage withRepetitions(SimulatedDisk disk, Database database, DatabaseContent content) {
        for (int i = 0; i < 5; i++) {
            database.execute(transaction ->
                    new ModelTransaction(transaction, content, new SplittableRandom(1)).put("t9", 1, 600));
        }
        return disk.cached();
    }

    /** Makes the file, always with the same content. */
    Made make() {
        SplittableRandom random = new SplittableRandom(name().hashCode());
        SimulatedDisk disk = new SimulatedDisk("reference");
        DatabaseContent content = new DatabaseContent();
        List<DiskImage> older = new ArrayList<>();
        try (Database database = Database.open(disk, options())) {
            for (int i = 0; i < commits; i++) {
                older.add(disk.cached());
                try (WriteTransaction transaction = database.beginWrite()) {
                    ModelTransaction model = new ModelTransaction(transaction, content.copy(), random);
                    script.accept(model);
                    transaction.commit();
                    content = model.content();
                }
                if (this != JOURNALED || i == 0) {
                    database.checkpoint();
                }
            }
            if (this == JOURNALED) {
                return new Made(withRepetitions(disk, database, content), older, content, pageSize);
            }
        }
        return new Made(disk.cached(), older, content, pageSize);
    }
}
