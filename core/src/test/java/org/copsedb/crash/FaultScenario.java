package org.copsedb.crash;

import java.util.function.Consumer;
import org.copsedb.DatabaseOptions;

/** What is done while one call of the disk fails. */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
enum FaultScenario {
    /** Commits of a few changes each. */
    COMMITS(5, model -> model.changeSome("t0", 5, 50)),
    /** Values that take pages of their own. */
    LARGE_VALUES(3, model -> {
        model.put("t0", model.random().nextInt(3), model.random().nextInt(2_000, 12_000));
        model.put("t1", 1, 10);
    }),
    /** The file grows by regions. */
    GROWTH(3, model -> {
        int start = model.random().nextInt(10_000);
        for (int i = 0; i < 150; i++) {
            model.put("t0", start + i, 200);
        }
    }),
    /** Most entries are removed again. */
    MERGES(5, model -> {
        boolean grows = model.content().size() < 40;
        for (int i = 0; i < 60; i++) {
            if (grows) {
                model.put("t0", i, 30);
            } else {
                model.remove("t0", model.random().nextInt(60));
            }
        }
        model.put("t1", model.random().nextInt(), 5);
    }),
    /** Savepoints inside of transactions. */
    SAVEPOINTS(4, model -> {
        model.changeSome("t0", 10, 60);
        model.setSavepoint();
        model.changeSome("t0", 10, 60);
        model.setSavepoint();
        model.changeSome("t1", 10, 60);
        model.rollBackToSavepoint();
        model.releaseSavepoint();
        model.put("t0", model.random().nextInt(60), 20);
    }),
    /** New tables, all cleared again. */
    TABLES(4, model -> {
        for (int i = 0; i < 6; i++) {
            model.changeSome("t" + model.random().nextInt(12), 2, 9);
        }
        model.clear("t" + model.random().nextInt(12));
        model.put("t0", model.random().nextInt(), 5);
    }),
    /** Transactions larger than memory write pages before they commit. */
    EARLY_WRITES(2, model -> {
        for (int i = 0; i < 3; i++) {
            model.changeSome("t0", 25, 60);
            model.compare();
        }
        model.put("t1", model.random().nextInt(), 9_000);
    }) {
        @Override
        DatabaseOptions options() {
            return super.options().dirtyBytes(4 << 10);
        }
    };

    private final int commits;
    private final Consumer<ModelTransaction> script;

    FaultScenario(int commits, Consumer<ModelTransaction> script) {
        this.commits = commits;
        this.script = script;
    }

    DatabaseOptions options() {
        return DatabaseOpener.SMALL;
    }

    int commits() {
        return commits;
    }

    /** Changes what one commit changes. */
    void change(ModelTransaction model) {
        script.accept(model);
    }
}
