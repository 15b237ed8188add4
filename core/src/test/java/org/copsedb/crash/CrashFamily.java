package org.copsedb.crash;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.copsedb.DatabaseOptions;

/** Kinds of scenarios; each seed makes another scenario of the kind. */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
enum CrashFamily {
    /** The file comes into being, in any geometry, and gets its first entry. */
    CREATION(options -> options, run -> {
        run.database();
        run.commit(model -> model.put("t0", 1, 10));
    }),
    /** Commits of a few changes each. */
    COMMITS(options -> options, run -> CrashScripts.repeat(run, 12, model -> model.changeSome("t0", 5, 80))),
    /** Many commits of one change. */
    SMALL_COMMITS(options -> options, run -> CrashScripts.repeat(run, 30, model -> model.changeSome("t0", 1, 25))),
    /** One entry is written over again and again. */
    OVERWRITES(options -> options, run -> CrashScripts.repeat(run, 20, model -> model.put("t0", 7, 20))),
    /** Values that take pages of their own, up to 80 base pages. */
    LARGE_VALUES(
            options -> options,
            run -> CrashScripts.repeat(run, 8, model -> {
                model.put("t0", model.random().nextInt(6), model.random().nextInt(300, 40_000));
                model.remove("t0", model.random().nextInt(6));
            })),
    /** Nested savepoints, rolled back and released. */
    SAVEPOINTS(options -> options, run -> CrashScripts.repeat(run, 8, CrashScripts::changeWithSavepoints)),
    /** A tree grows, shrinks to almost nothing, and grows again. */
    MERGES(options -> options, CrashScripts::growAndShrink),
    /** The file grows by several regions. */
    GROWTH(
            options -> options,
            run -> CrashScripts.repeat(run, 6, model -> {
                int start = model.random().nextInt(10_000);
                for (int i = 0; i < 120; i++) {
                    model.put("t0", start + i, 150);
                }
            })),
    /** Tables come into being, many in one transaction and in the same as their entries. */
    TABLES(
            options -> options,
            run -> CrashScripts.repeat(run, 8, model -> {
                for (int i = 0; i < 4; i++) {
                    model.changeSome("t" + model.random().nextInt(20), 3, 20);
                }
            })),
    /** Tables change their names, exchange them and go, between others that come, with savepoints of every kind. */
    TABLE_NAMES(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            String name = "s" + i;
            run.commit(model -> {
                model.changeSome("t" + model.random().nextInt(4), 6, 30);
                model.setSavepoint();
                for (int j = model.random().nextInt(5); j >= 0; j--) {
                    model.changeName(
                            "t" + model.random().nextInt(4),
                            "t" + model.random().nextInt(5));
                    model.changeSome("t" + model.random().nextInt(4), 2, 30);
                }
                if (model.random().nextInt(3) == 0) {
                    model.rollBackToSavepoint();
                }
                model.compare();
                if (model.random().nextInt(5) == 0) {
                    model.persistSavepoint(name);
                }
            });
            switch (run.random().nextInt(6)) {
                case 0 -> run.kill();
                case 1 -> run.commit(model -> model.anySavepoint().ifPresent(model::restoreSavepoint));
                default -> run.step();
            }
        }
    }),
    /** Multimaps, and tables changed through their views as maps. */
    MULTIMAPS_AND_MAPS(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            run.commit(model -> {
                model.changePairs("m" + model.random().nextInt(2), 12);
                model.changeThroughMap("t0", 60);
            });
            if (run.random().nextInt(4) == 0) {
                run.kill();
            }
        }
    }),
    /** Values come as streams, some of them longer than a record of the journal may hold. */
    STREAMS(options -> options, run -> {
        for (int i = 0; i < 4; i++) {
            boolean isLong = run.random().nextInt(4) == 0;
            run.commit(model -> {
                model.putStream(
                        "t0",
                        model.random().nextInt(3),
                        isLong ? 263_000 : model.random().nextInt(9_000));
                model.changeSome("t1", 3, 40);
            });
        }
    }),
    /** A cache of nothing, and transactions of more pages than it could hold. */
    NO_CACHE(
            options -> options.cacheBytes(0),
            run -> CrashScripts.repeat(run, 5, model -> model.changeSome("t0", 150, 400))),
    /** The database is closed and opened between commits. */
    REOPENING(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            run.commit(model -> model.changeSome("t0", 4, 50));
            run.reopen();
        }
    }),
    /** The process is killed between commits, the system goes on. */
    KILLS(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            run.commit(model -> model.changeSome("t0", 4, 50));
            run.kill();
        }
    }),
    /** The power is cut between commits, and what is left is worked with. */
    POWER_CUTS(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            run.commit(model -> model.changeSome("t0", 4, 50));
            run.losePower();
        }
    }),
    /** Readers keep old versions while pages die and are used again. */
    READERS(options -> options, CrashScripts::commitBesideReaders),
    /** Transactions that are rolled back between those that are committed. */
    ROLLBACKS(options -> options, run -> {
        for (int i = 0; i < 8; i++) {
            run.rollBack(model -> model.changeSome("t0", 30, 80));
            run.commit(model -> model.changeSome("t0", 3, 80));
        }
    }),
    /** All entries are removed and others put, also in one transaction. */
    CLEARING(
            options -> options,
            run -> CrashScripts.repeat(run, 10, model -> {
                model.changeSome("t0", 25, 60);
                if (model.random().nextBoolean()) {
                    model.clear("t0");
                }
                model.changeSome("t1", 2, 60);
            })),
    /** Ranges are removed, and entries by conditions and cursors, between commits that are replayed. */
    RANGES(options -> options, run -> {
        for (int i = 0; i < 10; i++) {
            run.commit(model -> {
                model.changeSome("t0", 20, 80);
                model.changeRange("t0", 80);
                model.changeSome("t0", 2, 80);
            });
            if (run.random().nextInt(4) == 0) {
                run.kill();
            }
        }
    }),
    /** Commits that do not wait for the disk. */
    EVENTUAL(options -> options, run -> {
        for (int i = 0; i < 20; i++) {
            run.commitEventually(model -> model.changeSome("t0", 3, 60));
            run.step();
        }
    }),
    /** Some commits wait for the disk and some do not. */
    MIXED_DURABILITY(options -> options, run -> {
        for (int i = 0; i < 16; i++) {
            if (run.random().nextInt(3) == 0) {
                run.commit(model -> model.changeSome("t0", 3, 60));
            } else {
                run.commitEventually(model -> model.changeSome("t0", 3, 60));
            }
        }
    }),
    /** Commits that do not wait are made durable on demand. */
    FLUSHES(options -> options, run -> {
        for (int i = 0; i < 6; i++) {
            for (int j = run.random().nextInt(4); j >= 0; j--) {
                run.commitEventually(model -> model.changeSome("t0", 3, 60));
            }
            run.flush();
        }
    }),
    /** Several commits become durable with one write. */
    GROUPS(options -> options, run -> {
        for (int i = 0; i < 5; i++) {
            run.commitTogether(1 + run.random().nextInt(8), model -> model.changeSome("t0", 3, 60));
        }
    }),
    /** Checkpoints on demand, between commits of every kind. */
    CHECKPOINTS(options -> options, run -> {
        for (int i = 0; i < 6; i++) {
            run.commit(model -> model.changeSome("t0", 5, 80));
            run.commitEventually(model -> model.changeSome("t1", 2, 80));
            run.checkpoint();
        }
    }),
    /** Checkpoints in the background: commits come between any two of their steps. */
    BACKGROUND(options -> options.dirtyBytes(8 << 10), run -> {
        for (int i = 0; i < 25; i++) {
            run.commit(model -> model.changeSome("t0", 4, 120));
            run.step();
        }
    }),
    /** The journal goes on to further extents, and those of old records are used again. */
    JOURNAL_EXTENTS(options -> options, run -> {
        for (int i = 0; i < 16; i++) {
            run.commit(model -> model.put("t0", model.random().nextInt(4), 15_000));
            run.step();
        }
    }),
    /** Transactions too large for the journal commit by checkpoint, between others. */
    LARGE_TRANSACTIONS(options -> options, run -> {
        for (int i = 0; i < 4; i++) {
            run.commit(model -> {
                for (int key = 0; key < 140; key++) {
                    model.put("t0", model.random().nextInt(500), 140);
                }
            });
            run.commit(model -> model.changeSome("t0", 3, 500));
            run.commitEventually(model -> model.changeSome("t1", 3, 50));
        }
    }),
    /** What the journal holds is replayed again and again, since the process never gets to a checkpoint. */
    RECOVERY(options -> options, run -> {
        for (int i = 0; i < 6; i++) {
            run.commit(model -> model.changeSome("t" + model.random().nextInt(3), 6, 60));
            run.commitEventually(model -> model.changeSome("t0", 2, 60));
            if (run.random().nextBoolean()) {
                run.kill();
            } else {
                run.losePower();
            }
        }
    }),
    /** Persistent savepoints are made, by transactions that change something and by some that do not. */
    SAVEPOINT_CREATION(options -> options, run -> {
        for (int i = 0; i < 6; i++) {
            String name = "s" + i;
            run.commit(model -> {
                model.changeSome("t0", model.random().nextInt(8), 60);
                model.persistSavepoint(name);
                model.changeSome("t1", model.random().nextInt(2) * 5, 60);
            });
            run.commit(model -> model.changeSome("t0", 5, 60));
        }
    }),
    /** Savepoints are restored, old ones and new ones, and the transaction goes on. */
    SAVEPOINT_RESTORE(
            options -> options,
            run -> CrashScripts.withSavepoints(run, model -> {
                model.changeSome("t0", 3, 60);
                model.anySavepoint().ifPresent(model::restoreSavepoint);
                model.changeSome("t1", model.random().nextInt(5), 60);
            })),
    /** Savepoints are deleted, in any order, while others are made. */
    SAVEPOINT_DELETION(
            options -> options,
            run -> CrashScripts.withSavepoints(run, model -> {
                model.anySavepoint().ifPresent(model::deleteSavepoint);
                model.changeSome("t0", model.random().nextInt(4), 60);
            })),
    /** Transactions larger than memory write pages before they commit, with savepoints inside; some are rolled back. */
    EARLY_WRITES(options -> options.dirtyBytes(4 << 10), run -> {
        for (int i = 0; i < 4; i++) {
            if (run.random().nextInt(3) == 0) {
                run.rollBack(CrashScripts::outgrowMemory);
                if (run.random().nextBoolean()) {
                    run.kill();
                }
            }
            run.commit(CrashScripts::outgrowMemory);
            run.commit(model -> model.changeSome("t0", 3, 120));
            run.step();
        }
    }),
    /** They make, restore and delete persistent savepoints too, and the process ends between them. */
    EARLY_WRITES_AND_SAVEPOINTS(options -> options.dirtyBytes(4 << 10), run -> {
        for (int i = 0; i < 4; i++) {
            String name = "s" + i;
            run.commit(model -> {
                CrashScripts.outgrowMemory(model);
                if (model.random().nextBoolean()) {
                    model.anySavepoint().ifPresent(model::restoreSavepoint);
                    CrashScripts.outgrowMemory(model);
                }
                model.persistSavepoint(name);
            });
            run.commit(model -> model.anySavepoint().ifPresent(model::deleteSavepoint));
            if (run.random().nextBoolean()) {
                run.losePower();
            }
        }
    }),
    /** Ephemeral savepoints are set, restored and closed, beside commits of every kind and checkpoints. */
    EPHEMERAL_SAVEPOINTS(options -> options.dirtyBytes(16 << 10), CrashScripts::restoreEphemeral),
    /** Restores of both kinds are undone by a nested savepoint or by a rollback, and others stay. */
    UNDONE_RESTORES(options -> options, run -> {
        EphemeralPoint point = run.setSavepoint();
        for (int i = 0; i < 6; i++) {
            String name = "s" + i;
            run.commit(model -> {
                model.changeSome("t0", 8, 60);
                if (model.random().nextBoolean()) {
                    model.persistSavepoint(name);
                }
            });
            run.rollBack(model -> CrashScripts.restoreAny(model, point));
            run.commit(model -> {
                model.changeSome("t0", 3, 60);
                model.setSavepoint();
                CrashScripts.restoreAny(model, point);
                model.changeSome("t1", 4, 60);
                if (model.random().nextInt(3) > 0) {
                    model.rollBackToSavepoint();
                    model.compare();
                }
                model.put("t2", model.random().nextLong(), 10);
            });
            run.compare(point);
        }
        point.savepoint().close();
    }),
    /** All of the above, one after another, in any geometry. */
    MIXTURE(options -> options, CrashScripts::mix);

    private final UnaryOperator<DatabaseOptions> options;
    private final Consumer<CrashRun> scenario;

    CrashFamily(UnaryOperator<DatabaseOptions> options, Consumer<CrashRun> scenario) {
        this.options = options;
        this.scenario = scenario;
    }

    /**
     * Runs the scenario of a seed.
     *
     * @throws AssertionError if a promise is broken; it names family and seed
     */
    void run(CrashSetting setting, long seed, CrashCounts counts) {
        SplittableRandom geometry = new SplittableRandom(seed);
        CrashSetting.Geometry sizes = new CrashSetting.Geometry(DatabaseOpener.PAGE_SIZE, DatabaseOpener.REGION_PAGES);
        if (this == CREATION || this == MIXTURE) {
            sizes = new CrashSetting.Geometry(
                    512 << geometry.nextInt(this == CREATION ? 8 : 4), 128 << geometry.nextInt(3));
        }
        DatabaseOptions chosen = options.apply(sizes.applyTo(setting.options()));
        CrashSetting limited = setting.with(chosen).withBudget(setting.budget() / budgetDivisor());
        try (CrashRun run = new CrashRun(limited, sizes, seed, counts)) {
            scenario.accept(run);
        } catch (Throwable broken) {
            throw new AssertionError(
                    "failed with -Dcopsedb.family=" + this + " -Dcopsedb.seed=" + seed + ": " + broken, broken);
        }
    }

    /** Tells whether opening and checking an image takes several times as long as elsewhere. */
    boolean isSlow() {
        return this == CREATION
                || this == EARLY_WRITES_AND_SAVEPOINTS
                || this == GROWTH
                || this == JOURNAL_EXTENTS
                || this == STREAMS
                || this == TABLE_NAMES
                || this == LARGE_TRANSACTIONS;
    }

    /** Scenarios with many power cuts look at fewer images of each, so that several seeds fit into the same time. */
    private int budgetDivisor() {
        return switch (this) {
            case EARLY_WRITES, EARLY_WRITES_AND_SAVEPOINTS -> 4;
            case JOURNAL_EXTENTS, LARGE_TRANSACTIONS -> 2;
            default -> 1;
        };
    }
}
