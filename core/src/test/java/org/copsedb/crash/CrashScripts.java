package org.copsedb.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.copsedb.ReadTransaction;

/** What the scenarios of {@link CrashFamily} do, where it is more than a line or of use to several. */
final class CrashScripts {
    private CrashScripts() {}

    static void repeat(CrashRun run, int commits, Consumer<ModelTransaction> script) {
        for (int i = 0; i < commits; i++) {
            run.commit(script);
        }
    }

    static void changeWithSavepoints(ModelTransaction model) {
        int depth = 0;
        for (int i = 0; i < 8; i++) {
            switch (model.random().nextInt(depth == 0 ? 2 : 4)) {
                case 0 -> {
                    model.setSavepoint();
                    depth++;
                }
                case 1 -> model.changeSome("t" + model.random().nextInt(2), 6, 60);
                case 2 -> {
                    model.rollBackToSavepoint();
                    model.compare();
                }
                default -> {
                    model.releaseSavepoint();
                    depth--;
                }
            }
        }
        model.put("t0", model.random().nextInt(60), 20);
    }

    static void outgrowMemory(ModelTransaction model) {
        for (int i = 0; i < 3; i++) {
            model.changeSome("t0", 30, 120);
            model.compare();
            model.setSavepoint();
            model.put("t1", model.random().nextInt(4), model.random().nextInt(300, 6_000));
            model.changeSome("t0", 30, 120);
            model.compare();
            if (model.random().nextBoolean()) {
                model.rollBackToSavepoint();
            }
            if (model.random().nextBoolean()) {
                model.releaseSavepoint();
            }
        }
        model.put("t2", model.random().nextLong(), 10);
    }

    static void growAndShrink(CrashRun run) {
        run.commit(model -> {
            for (int key = 0; key < 300; key++) {
                model.put("t0", key, 30);
            }
        });
        for (int i = 0; i < 5; i++) {
            run.commit(model -> {
                for (int key = 0; key < 70; key++) {
                    model.remove("t0", model.random().nextInt(300));
                }
            });
        }
        run.commit(model -> {
            for (int key = 0; key < 300; key += 2) {
                model.put("t0", key, 60);
            }
        });
    }

    static void withSavepoints(CrashRun run, Consumer<ModelTransaction> script) {
        for (int i = 0; i < 10; i++) {
            String name = "s" + i;
            if (i % 3 == 0) {
                run.commit(model -> {
                    model.changeSome("t0", 8, 60);
                    model.persistSavepoint(name);
                });
            } else {
                run.commit(script);
            }
            if (run.random().nextInt(4) == 0) {
                run.reopen();
            }
        }
    }

    static void restoreAny(ModelTransaction model, EphemeralPoint point) {
        if (model.random().nextBoolean()) {
            model.restore(point);
        } else {
            model.anySavepoint().ifPresent(model::restoreSavepoint);
        }
    }

    static void restoreEphemeral(CrashRun run) {
        List<EphemeralPoint> points = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            if (run.random().nextInt(3) == 0) {
                points.add(run.setSavepoint());
            }
            if (!points.isEmpty() && run.random().nextInt(3) == 0) {
                EphemeralPoint point = points.get(run.random().nextInt(points.size()));
                run.commit(model -> {
                    model.changeSome("t0", 3, 60);
                    model.restore(point);
                    model.changeSome("t1", model.random().nextInt(4), 60);
                });
            } else if (run.random().nextBoolean()) {
                run.commitEventually(model -> model.changeSome("t0", 6, 60));
            } else {
                run.commit(model -> model.changeSome("t0", 6, 60));
            }
            points.forEach(run::compare);
            run.step();
            if (!points.isEmpty() && run.random().nextInt(4) == 0) {
                points.remove(run.random().nextInt(points.size())).savepoint().close();
            }
        }
        points.forEach(point -> point.savepoint().close());
    }

    static void commitBesideReaders(CrashRun run) {
        List<ReadTransaction> readers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (run.random().nextBoolean()) {
                readers.add(run.beginRead());
            }
            run.commit(model -> model.changeSome("t0", 6, 60));
            readers.forEach(run::compare);
            if (readers.size() > 3) {
                readers.remove(run.random().nextInt(readers.size())).close();
            }
        }
        readers.forEach(ReadTransaction::close);
    }

    static void mix(CrashRun run) {
        for (int i = 0; i < 16; i++) {
            String name = "s" + i;
            switch (run.random().nextInt(16)) {
                case 0 -> run.reopen();
                case 1 -> run.kill();
                case 2 -> run.losePower();
                case 3 -> run.rollBack(model -> model.changeSome("t1", 10, 40));
                case 4 -> run.commit(CrashScripts::changeWithSavepoints);
                case 5 -> run.commit(model -> model.put("t0", model.random().nextInt(9), 5_000));
                case 6 -> run.commit(model -> model.clear("t" + model.random().nextInt(2)));
                case 7 -> run.commit(model -> model.persistSavepoint(name));
                case 8 -> run.commit(model -> model.anySavepoint().ifPresent(model::restoreSavepoint));
                case 9 -> run.commit(model -> model.anySavepoint().ifPresent(model::deleteSavepoint));
                case 10 -> run.checkpoint();
                case 11 -> run.step();
                case 12 -> run.commitTogether(3, model -> model.changeSome("t1", 3, 100));
                case 13 -> run.commitEventually(model -> model.changeSome("t0", 5, 100));
                default -> run.commit(model -> model.changeSome("t0", 12, 100));
            }
        }
    }
}
