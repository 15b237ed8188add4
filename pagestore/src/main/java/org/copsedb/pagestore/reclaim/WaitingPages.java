package org.copsedb.pagestore.reclaim;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Dead pages that wait for one version, the newest that needs them, in bags by how their lives began. */
final class WaitingPages {
    private final TreeMap<LifeStart, PageBag> bags = new TreeMap<>();

    PageBag bag(LifeStart start) {
        return bags.computeIfAbsent(start, key -> new PageBag());
    }

    boolean isEmpty() {
        return bags.isEmpty();
    }

    /** Takes out a bag of pages whose latest life began after a version; null if there is none. */
    Map.@Nullable Entry<LifeStart, PageBag> pollBegunAfter(long version) {
        return bags.isEmpty() || bags.lastKey().first() <= version ? null : bags.pollLastEntry();
    }

    /** Unites two, both of which are given up for the one returned. O(fewer bags * log more bags). */
    static WaitingPages unite(WaitingPages one, WaitingPages other) {
        WaitingPages larger = one.bags.size() < other.bags.size() ? other : one;
        WaitingPages smaller = larger == one ? other : one;
        smaller.bags.forEach((start, bag) -> larger.bag(start).pour(bag));
        return larger;
    }

    /** All bags; one that is emptied is to be removed. */
    SortedMap<LifeStart, PageBag> bags() {
        return bags;
    }

    long basePages() {
        long sum = 0;
        for (PageBag bag : bags.values()) {
            sum += bag.basePages();
        }
        return sum;
    }

    void forEach(LongConsumer consumer) {
        bags.values().forEach(bag -> bag.forEach(consumer));
    }
}
