package org.copsedb.pagestore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a write transaction did to pages, as lists that only grow and are cut back to a mark: pages born, pages given
 * up, and pages of a savepoint that a restore brought back. For one thread.
 */
final class PageChanges {
    /**
     * A point to cut back to: the lengths of the lists.
     *
     * @param born how many pages had been born
     * @param dead how many had been given up
     * @param revived how many had been brought back
     * @param restored how many savepoints had been restored
     * @param stamp the last stamp before the mark
     */
    record Mark(int born, int dead, int revived, int restored, long stamp) {
        Mark withBorn(int other) {
            return new Mark(other, dead, revived, restored, stamp);
        }
    }

    /**
     * What is left of the changes to pages that existed before the transaction.
     *
     * @param dead pages that the new version has no more
     * @param deadStamps their birth stamps
     * @param revived pages that it has again
     */
    record Net(PageList dead, PageList deadStamps, PageList revived) {}

    private final BornPages born;
    private final PageList dead = new PageList();
    private final PageList deadStamps = new PageList();
    private final PageList revived = new PageList();
    private final List<StoreSavepoint> restored = new ArrayList<>();

    PageChanges(PageStore store) {
        this.born = new BornPages(store);
    }

    BornPages born() {
        return born;
    }

    Mark mark(long stamp) {
        return new Mark(born.size(), dead.size(), revived.size(), restored.size(), stamp);
    }

    void bury(long page, long stamp) {
        dead.add(page);
        deadStamps.add(stamp);
    }

    void revive(long page) {
        revived.add(page);
    }

    void restore(StoreSavepoint savepoint) {
        restored.add(savepoint);
    }

    /** Returns the savepoint that was restored last, null if none. */
    @Nullable
    StoreSavepoint lastRestored() {
        return restored.isEmpty() ? null : restored.get(restored.size() - 1);
    }

    int deadSize() {
        return dead.size();
    }

    long dead(int position) {
        return dead.get(position);
    }

    long deadStamp(int position) {
        return deadStamps.get(position);
    }

    /** Moves a death to an earlier place in the list. */
    void moveDead(int from, int to) {
        dead.set(to, dead.get(from));
        deadStamps.set(to, deadStamps.get(from));
    }

    void cutDead(int size) {
        dead.truncate(size);
        deadStamps.truncate(size);
    }

    /** Forgets what was restored since a mark. */
    void cutRestored(Mark mark) {
        revived.truncate(mark.revived());
        restored.subList(mark.restored(), restored.size()).clear();
    }

    /**
     * Sums up: a page that a restore brought back and that was given up again, or the other way round, is as it was.
     * O(1) without a restore, else O(pages).
     */
    Net net() {
        if (revived.isEmpty()) {
            return new Net(dead, deadStamps, revived);
        }
        Map<Long, Integer> balances = new LinkedHashMap<>();
        Map<Long, Long> stamps = new HashMap<>();
        for (int i = 0; i < dead.size(); i++) {
            balances.merge(dead.get(i), -1, Integer::sum);
            stamps.put(dead.get(i), deadStamps.get(i));
        }
        revived.forEach(page -> balances.merge(page, 1, Integer::sum));
        Net net = new Net(new PageList(), new PageList(), new PageList());
        balances.forEach((page, balance) -> {
            if (balance < 0) {
                net.dead().add(page);
                net.deadStamps().add(stamps.getOrDefault(page, 0L));
            } else if (balance > 0) {
                net.revived().add(page);
            }
        });
        return net;
    }
}
