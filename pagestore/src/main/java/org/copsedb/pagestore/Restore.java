package org.copsedb.pagestore;

import java.util.HashSet;
import java.util.Set;

/** Exchanges the pages of a transaction's state for those of a savepoint, as changes that a mark can undo. */
final class Restore {
    private final PageStore store;
    private final PageChanges changes;
    private final Set<Long> kept = new HashSet<>();

    Restore(PageStore store, PageChanges changes, PageList kept) {
        this.store = store;
        this.changes = changes;
        kept.forEach(this.kept::add);
    }

    void run(StoreSavepoint savepoint) {
        SavepointState base = store.liveState();
        SavepointState target = savepoint.state();
        PageChanges.Net before = changes.net();
        Set<Long> dead = setOf(before.dead());
        Set<Long> revived = setOf(before.revived());
        // Gone: what the transaction has now, from the base or from an earlier restore, and the savepoint has not.
        base.difference(target).forEach(page -> {
            if (!dead.contains(page)) {
                bury(page);
            }
        });
        before.revived().forEach(page -> {
            if (!target.contains(page)) {
                bury(page);
            }
        });
        // Back: what the savepoint has, and the transaction has not.
        target.difference(base).forEach(page -> {
            if (!revived.contains(page)) {
                revive(page);
            }
        });
        before.dead().forEach(page -> {
            if (target.contains(page)) {
                revive(page);
            }
        });
        changes.restore(savepoint);
    }

    private static Set<Long> setOf(PageList pages) {
        Set<Long> set = new HashSet<>();
        pages.forEach(set::add);
        return set;
    }

    private void bury(long page) {
        if (!kept.contains(page)) {
            changes.bury(page, store.birthOf(page));
        }
    }

    private void revive(long page) {
        if (!kept.contains(page)) {
            changes.revive(page);
        }
    }
}
