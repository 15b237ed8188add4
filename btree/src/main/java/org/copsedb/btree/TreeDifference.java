package org.copsedb.btree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys whose values differ between two versions of a tree, or between any two trees of one file, in ascending
 * order.
 *
 * <p>Both trees are walked side by side. A subtree that comes next on both sides under the same page number and stamp
 * is the same page, with everything below it, and is passed unread. Else the higher of the two is entered, and of two
 * at one level the one that begins first; so the walk falls into step again wherever the trees do, also where pages
 * were split or merged before. Of equal entries in different pages nothing is shown.
 *
 * <p>Cost: the pages that one tree has and the other has not, and where a change moved the borders of pages a few of
 * both; none of what they have in common. For one thread.
 */
public final class TreeDifference {
    private static final int PART = 8_192;

    private final DifferenceSide before;
    private final DifferenceSide after;
    private final ValueView valueBefore = new ValueView();
    private final ValueView valueAfter = new ValueView();
    private boolean isBefore;
    private boolean isAfter;

    /**
     * Prepares a walk.
     *
     * @param before the version before the changes
     * @param after the version after them
     */
    public TreeDifference(Tree before, Tree after) {
        this(before.side(), after.side());
    }

    TreeDifference(DifferenceSide before, DifferenceSide after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Returns how many pages of both trees were read.
     *
     * @return 0 or more; those of large values do not count
     */
    public long pagesRead() {
        return before.pagesRead() + after.pagesRead();
    }

    /**
     * Moves to the next key whose value differs.
     *
     * @return whether there is one
     */
    public boolean next() {
        leave();
        while (!isBefore && !isAfter && !(before.isAtEnd() && after.isAtEnd())) {
            if (before.isAtEnd()) {
                isAfter = find(after);
            } else if (after.isAtEnd()) {
                isBefore = find(before);
            } else if (!passCommon()) {
                step();
            }
        }
        if (isBefore) {
            before.showValue(valueBefore);
        }
        if (isAfter) {
            after.showValue(valueAfter);
        }
        return isBefore || isAfter;
    }

    private void leave() {
        if (isBefore) {
            before.advance();
        }
        if (isAfter) {
            after.advance();
        }
        isBefore = false;
        isAfter = false;
    }

    private static boolean find(DifferenceSide side) {
        if (!side.isOnEntry()) {
            side.enter();
        }
        return side.isOnEntry();
    }

    private boolean passCommon() {
        boolean isCommon = (before.isBeforeSubtree() && before.hasSameNext(after))
                || (after.isBeforeSubtree() && after.hasSameNext(before));
        if (isCommon) {
            before.skip();
            after.skip();
        }
        return isCommon;
    }

    private void step() {
        if (before.isOnEntry() && after.isOnEntry()) {
            compareEntries();
        } else if (before.isOnEntry()) {
            isBefore = after.isAbove(before.key());
            if (!isBefore) {
                after.enter();
            }
        } else if (after.isOnEntry()) {
            isAfter = before.isAbove(after.key());
            if (!isAfter) {
                before.enter();
            }
        } else {
            enterHigher();
        }
    }

    private void enterHigher() {
        int levels = Integer.compare(before.level(), after.level());
        int order = levels != 0 ? -levels : before.compareLow(after);
        if (order <= 0) {
            before.enter();
        }
        if (order >= 0) {
            after.enter();
        }
    }

    private void compareEntries() {
        int order = before.compareKey(after);
        if (order == 0 && hasEqualValues()) {
            before.advance();
            after.advance();
        } else {
            isBefore = order <= 0;
            isAfter = order >= 0;
        }
    }

    private boolean hasEqualValues() {
        before.showValue(valueBefore);
        after.showValue(valueAfter);
        long length = valueBefore.length();
        if (length != valueAfter.length()) {
            return false;
        }
        if (!valueBefore.isLarge() && !valueAfter.isLarge()) {
            int one = valueBefore.offset();
            int two = valueAfter.offset();
            return Arrays.equals(
                    valueBefore.array(), one, one + (int) length, valueAfter.array(), two, two + (int) length);
        }
        return valueBefore.hasSamePlace(valueAfter) || hasEqualContent();
    }

    private boolean hasEqualContent() {
        try (InputStream one = valueBefore.open();
                InputStream two = valueAfter.open()) {
            byte[] part = one.readNBytes(PART);
            while (part.length > 0 && Arrays.equals(part, two.readNBytes(PART))) {
                part = one.readNBytes(PART);
            }
            return part.length == 0;
        } catch (IOException impossible) {
            throw new UncheckedIOException("the pages of a value throw no such exception", impossible);
        }
    }

    /**
     * Returns the key that differs.
     *
     * @return its bytes, which must not be written to
     * @throws IllegalStateException if {@link #next} has not found one
     */
    public byte[] key() {
        if (!isBefore && !isAfter) {
            throw new IllegalStateException("the walk is on no key");
        }
        return isBefore ? before.key() : after.key();
    }

    /**
     * Returns the value before the changes.
     *
     * @return the value where it lies, valid until {@link #next}; null if the key was not there
     */
    public @Nullable ValueView before() {
        return isBefore ? valueBefore : null;
    }

    /**
     * Returns the value after the changes.
     *
     * @return the value where it lies, valid until {@link #next}; null if the key is not there
     */
    public @Nullable ValueView after() {
        return isAfter ? valueAfter : null;
    }
}
