package org.copsedb.pagestore.reclaim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.copsedb.pagestore.PageList;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.reclaim.LifeStart.EarlierLife;
import org.jspecify.annotations.Nullable;

/**
 * The dead pages that somebody still needs, and when they may be used again.
 *
 * <p>A page that was born under stamp b and died in the commit that published watermark W is visible to exactly the
 * versions v with b &lt;= v &lt; W. A restore can bring a page back before it is used again; then it has several such
 * lives, and is needed by the versions in any of them. It may be used again as soon as no pin needs it. The head needs
 * none of the pages here, and versions that are not held never are again, so pins that need a page can only go.
 *
 * <p>Each page waits for the newest version that needs it. When that is no longer held, the page moves on to the next
 * older one that needs it, or is free. Pages that wait for the same version lie in bags by the oldest version that
 * needs them for their latest life, so whole bags move in O(1): what a pin costs is O(log pins) per bag, of which a
 * commit makes one for each interval between pins in which pages were born that died in it, and O(1) for each page that
 * it frees. (That oldest version may be closed first. It stays the name of its bag, as no pin between it and the births
 * of the pages existed when they died, and none can come.)
 *
 * <p>{@link #publish}, {@link #revive} and {@link #reclaim} are for one writer at a time; the rest is safe for use by
 * many threads. {@link PinnedVersions} tells why no reader meets a freed page.
 */
public class PageLifetimes {
    private final PinnedVersions pins;
    private final ReentrantLock lock;
    private final TreeMap<Long, WaitingPages> waiting = new TreeMap<>();

    /**
     * The versions in {@link #waiting} without a named pin: their readers close unnoticed, so they are looked after.
     */
    private final TreeSet<Long> unnamed = new TreeSet<>();

    private final RevivedPages revived = new RevivedPages();
    private long newestRevival = PinnedVersions.NONE;
    private long revivals;

    /** Pages that nobody needs, to be handed out. */
    private PageBag free = new PageBag();

    private long pendingCount;
    private long pendingBasePages;

    /**
     * Begins without dead pages.
     *
     * @param pins who holds which version
     */
    public PageLifetimes(PinnedVersions pins) {
        this.pins = pins;
        this.lock = pins.lock();
    }

    /**
     * Makes a version the head and notes which pages died in it. Readers must find the version to be the head before
     * this is called: the caller has written the volatile variable that they read.
     *
     * @param watermark the version's, above the head's
     * @param dead the pages that the version before has and this one has not
     * @param deadStamps their birth stamps, in the same order
     * @throws IllegalArgumentException if the watermark is not above the head's, if a page was born after the head, or
     *     if there are not as many stamps as pages; nothing has changed then
     */
    public final void publish(long watermark, PageList dead, PageList deadStamps) {
        if (dead.size() != deadStamps.size()) {
            throw new IllegalArgumentException(dead.size() + " dead pages have " + deadStamps.size() + " stamps");
        }
        lock.lock();
        try {
            for (int i = 0; i < dead.size(); i++) {
                if (deadStamps.get(i) > pins.head()) {
                    throw new IllegalArgumentException(PageNumber.decode(dead.get(i)) + " of stamp " + deadStamps.get(i)
                            + " was born after the head, " + pins.head());
                }
            }
            pins.publish(watermark);
            pins.scanReaders();
            hang(dead, deadStamps, pins.newestBelow(endOfLife(watermark)));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the oldest watermark that a version can have that sees a page. Tests plant an error here.
     *
     * @param birth the page's birth stamp
     * @return the watermark
     */
    protected long firstVersion(long birth) {
        return birth;
    }

    /**
     * Returns the oldest watermark that a version can have that sees a page no more. Tests plant an error here.
     *
     * @param watermark that of the version in which the page died
     * @return the watermark
     */
    protected long endOfLife(long watermark) {
        return watermark;
    }

    private void hang(PageList dead, PageList deadStamps, long newest) {
        // The bag of the pages born after one pin and not after the next, which most pages share.
        PageBag bag = free;
        long bornAfter = newest;
        long bornUntil = Long.MAX_VALUE;
        for (int i = 0; i < dead.size(); i++) {
            long page = dead.get(i);
            LifeStart revival = revived.remove(page);
            long birth = revival == null ? firstVersion(deadStamps.get(i)) : revival.first();
            if (revival != null && revival.earlier() != null) {
                hangRevived(page, birth, newest, revival.earlier());
                continue;
            }
            if (birth <= bornAfter || birth > bornUntil) {
                bornAfter = birth > newest ? newest : pins.newestBelow(birth);
                bornUntil = birth > newest ? Long.MAX_VALUE : pins.oldestFrom(birth);
                bag = birth > newest ? free : waitingFor(newest).bag(new LifeStart(bornUntil, null));
            }
            bag.add(page);
        }
        for (int i = 0; i < dead.size(); i++) {
            pendingBasePages += 1L << PageNumber.order(dead.get(i));
        }
        pendingCount += dead.size();
    }

    private void hangRevived(long page, long birth, long newest, EarlierLife earlier) {
        if (birth <= newest) {
            waitingFor(newest)
                    .bag(new LifeStart(pins.oldestFrom(birth), earlier))
                    .add(page);
        } else {
            PageBag single = new PageBag();
            single.add(page);
            moveToEarlierLife(single, earlier);
        }
    }

    private WaitingPages waitingFor(long version) {
        WaitingPages pages = waiting.get(version);
        if (pages == null) {
            pages = new WaitingPages();
            putWaiting(version, pages);
        }
        return pages;
    }

    private void putWaiting(long version, WaitingPages pages) {
        waiting.put(version, pages);
        if (!pins.isNamed(version)) {
            unnamed.add(version);
        }
    }

    /** Lets pages wait that no version needs for their latest life; they are free if none needs an earlier one. */
    private void moveToEarlierLife(PageBag pages, @Nullable EarlierLife latest) {
        for (EarlierLife life = latest; life != null; life = life.start().earlier()) {
            if (isNeeded(life)) {
                waitingFor(pins.newestBelow(life.last() + 1)).bag(life.start()).pour(pages);
                return;
            }
        }
        free.pour(pages);
    }

    /**
     * Brings dead pages back to life, for a restore: called before its version is published, for the pages that the
     * restored savepoint has, the head has not, and the version will have.
     *
     * <p>Cost: O(pages that the savepoint needs and the head has not, and the bags at and behind it).
     *
     * @param pages the pages
     * @param savepoint a version that is held and has all of them
     * @param watermark the version that will be published next
     * @throws IllegalArgumentException if the watermark is not above the head's
     * @throws IllegalStateException if a page is there twice or is not a dead page that the savepoint needs; nothing
     *     has changed then
     */
    public final void revive(PageList pages, long savepoint, long watermark) {
        long[] sorted = pages.toArray();
        Arrays.sort(sorted);
        lock.lock();
        try {
            if (watermark <= pins.head()) {
                throw new IllegalArgumentException(
                        "watermark " + watermark + " is not above the head's, " + pins.head());
            }
            requireNeeded(sorted, savepoint);
            for (Map.Entry<Long, WaitingPages> entry :
                    waiting.tailMap(savepoint, true).entrySet()) {
                for (Map.Entry<LifeStart, PageBag> bag : entry.getValue().bags().entrySet()) {
                    if (bag.getKey().includes(savepoint)) {
                        LifeStart start = continueLife(bag.getKey(), entry.getKey(), watermark);
                        reviveSome(bag.getValue(), sorted, start);
                    }
                }
                entry.getValue().bags().values().removeIf(PageBag::isEmpty);
            }
            newestRevival = watermark;
        } finally {
            lock.unlock();
        }
    }

    private void requireNeeded(long[] sorted, long savepoint) {
        BitSet found = new BitSet(sorted.length);
        for (WaitingPages pages : waiting.tailMap(savepoint, true).values()) {
            pages.bags().forEach((start, bag) -> {
                if (start.includes(savepoint)) {
                    bag.forEach(page -> {
                        int position = Arrays.binarySearch(sorted, page);
                        if (position >= 0) {
                            found.set(position);
                        }
                    });
                }
            });
        }
        int missing = found.nextClearBit(0);
        if (missing < sorted.length) {
            throw new IllegalStateException(PageNumber.decode(sorted[missing])
                    + " is named twice, or is not a dead page that the savepoint of watermark " + savepoint
                    + " needs");
        }
    }

    /** How the life of pages begins that waited in a bag. Tests plant an error here. */
    LifeStart continueLife(LifeStart start, long last, long watermark) {
        LifeStart trimmed = new LifeStart(start.first(), trim(start.earlier()));
        return new LifeStart(watermark, new EarlierLife(++revivals, trimmed, last));
    }

    /**
     * Leaves out the lives for which no version needs its pages any more, so that there are fewer of them than pins.
     */
    private @Nullable EarlierLife trim(@Nullable EarlierLife latest) {
        ArrayDeque<EarlierLife> needed = new ArrayDeque<>();
        for (EarlierLife life = latest; life != null; life = life.start().earlier()) {
            if (isNeeded(life)) {
                needed.push(life);
            }
        }
        EarlierLife trimmed = null;
        for (EarlierLife life : needed) {
            trimmed = new EarlierLife(++revivals, new LifeStart(life.start().first(), trimmed), life.last());
        }
        return trimmed;
    }

    private boolean isNeeded(EarlierLife life) {
        return pins.newestBelow(life.last() + 1) >= life.start().first();
    }

    private void reviveSome(PageBag bag, long[] sorted, LifeStart start) {
        PageBag others = new PageBag();
        while (!bag.isEmpty()) {
            long page = bag.removeAny();
            if (Arrays.binarySearch(sorted, page) >= 0) {
                revived.put(page, start);
                pendingCount--;
                pendingBasePages -= 1L << PageNumber.order(page);
            } else {
                others.add(page);
            }
        }
        bag.pour(others);
    }

    /**
     * Enters the lives of a page that the file tells of: one that only savepoints have, or that came back by a restore
     * before the file was opened.
     *
     * @param page the encoded page number
     * @param holders the watermarks of the savepoints that have it, ascending, at least one
     * @param versions the watermarks of all persistent savepoints, ascending
     * @param isLive whether the head has it too
     */
    public final void recall(long page, long[] holders, long[] versions, boolean isLive) {
        lock.lock();
        try {
            LifeStart start = null;
            long last = PinnedVersions.NONE;
            boolean isHeld = false;
            for (long version : versions) {
                boolean wasHeld = isHeld;
                isHeld = Arrays.binarySearch(holders, version) >= 0;
                if (isHeld && !wasHeld) {
                    start = new LifeStart(version, start == null ? null : new EarlierLife(++revivals, start, last));
                }
                last = isHeld ? version : last;
            }
            if (start == null) {
                throw new IllegalArgumentException(PageNumber.decode(page) + " is of no savepoint");
            }
            if (!isLive) {
                waitingFor(last).bag(start).add(page);
                pendingCount++;
                pendingBasePages += 1L << PageNumber.order(page);
                return;
            }
            if (!isHeld) {
                long newest = versions[versions.length - 1];
                start = new LifeStart(newest + 1, new EarlierLife(++revivals, start, last));
            }
            if (start.earlier() != null) {
                revived.put(page, start);
                newestRevival = Math.max(newestRevival, start.first());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands out the dead pages that no pin needs, each once. Called by the writer, when it begins and after it has
     * published.
     *
     * <p>Cost: O(places of readers + versions that only readers hold), O(log pins) for each bag that waited for a pin
     * that was closed, and O(1) for each page handed out.
     *
     * @param release takes the pages, which may be used again from then on; called without a lock. If it throws, the
     *     pages behind the one that it refused are handed out the next time
     */
    public final void reclaim(LongConsumer release) {
        PageBag taken;
        lock.lock();
        try {
            settle();
            taken = free;
            free = new PageBag();
        } finally {
            lock.unlock();
        }
        if (!taken.isEmpty()) {
            handOut(taken, release);
        }
    }

    private void handOut(PageBag taken, LongConsumer release) {
        long count = taken.size();
        long basePages = taken.basePages();
        try {
            while (!taken.isEmpty()) {
                release.accept(taken.removeAny());
            }
        } finally {
            lock.lock();
            try {
                pendingCount -= count - taken.size();
                pendingBasePages -= basePages - taken.basePages();
                free.pour(taken);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Moves on what waits for versions that nobody holds any more. */
    private void settle() {
        pins.scanReaders();
        for (long version : pins.takeUnnamed()) {
            if (waiting.containsKey(version)) {
                unnamed.add(version);
            }
        }
        for (Long version : unnamed.toArray(new Long[0])) {
            boolean named = pins.isNamed(version);
            if (named || !pins.isRead(version)) {
                unnamed.remove(version);
            }
            if (!named && !pins.isRead(version)) {
                moveOn(version);
            }
        }
        if (pins.head() >= newestRevival && pins.newestBelow(newestRevival) == PinnedVersions.NONE) {
            // No version before the revivals is held: the earlier lives count no more.
            revived.clear();
            newestRevival = PinnedVersions.NONE;
        }
    }

    private void moveOn(long closed) {
        WaitingPages pages = waiting.remove(closed);
        if (pages == null) {
            throw new AssertionError("no pages wait for version " + closed);
        }
        long older = pins.newestBelow(closed);
        for (var bag = pages.pollBegunAfter(older); bag != null; bag = pages.pollBegunAfter(older)) {
            moveToEarlierLife(bag.getValue(), bag.getKey().earlier());
        }
        if (!pages.isEmpty()) {
            WaitingPages there = waiting.get(older);
            putWaiting(older, there == null ? pages : WaitingPages.unite(there, pages));
        }
    }

    /**
     * Hands out the dead pages that have not been freed yet, in no order.
     *
     * @param consumer takes encoded page numbers; must not call this object
     */
    public final void forEachPending(LongConsumer consumer) {
        lock.lock();
        try {
            waiting.values().forEach(pages -> pages.forEach(consumer));
            free.forEach(consumer);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how many dead pages have not been freed yet.
     *
     * @return 0 or more
     */
    public final long pendingCount() {
        lock.lock();
        try {
            return pendingCount;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how many base pages the dead pages cover that have not been freed yet.
     *
     * @return 0 or more
     */
    public final long pendingBasePages() {
        lock.lock();
        try {
            return pendingBasePages;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells who holds which version, since when, and what that costs. O(pins * log pins + bags).
     *
     * @return the versions that are held, oldest first
     */
    public final List<PinnedVersion> pins() {
        lock.lock();
        try {
            settle();
            List<PinnedVersion> versions = new ArrayList<>();
            pins.holders().forEach((watermark, holders) -> {
                WaitingPages pages = waiting.get(watermark);
                versions.add(new PinnedVersion(
                        watermark,
                        holders,
                        pages == null ? 0 : pages.basePages(),
                        pages == null ? 0 : releasable(pages, pins.newestBelow(watermark))));
            });
            return versions;
        } finally {
            lock.unlock();
        }
    }

    private long releasable(WaitingPages pages, long older) {
        long basePages = 0;
        for (Map.Entry<LifeStart, PageBag> bag :
                pages.bags().tailMap(new LifeStart(older + 1, null)).entrySet()) {
            if (!isNeededEarlier(bag.getKey().earlier())) {
                basePages += bag.getValue().basePages();
            }
        }
        return basePages;
    }

    private boolean isNeededEarlier(@Nullable EarlierLife latest) {
        for (EarlierLife life = latest; life != null; life = life.start().earlier()) {
            if (isNeeded(life)) {
                return true;
            }
        }
        return false;
    }
}
