package org.copsedb.pagestore.reclaim;

import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The account of one region: a bit for each base page and owner, and one for each base page that was recorded twice for
 * one owner. Bitmaps are made when they are first needed.
 */
final class RegionCensus {
    private static final int WORD_SHIFT = 6;
    private static final long[] NOTHING = new long[0];

    private final int length;
    private final Map<PageOwner, long[]> owned = new EnumMap<>(PageOwner.class);
    private long[] repeated = NOTHING;

    RegionCensus(int length) {
        this.length = length;
    }

    int length() {
        return length;
    }

    private int words() {
        return (length + Long.SIZE - 1) >>> WORD_SHIFT;
    }

    /** Records a page that lies within the length. */
    void record(PageOwner owner, int first, int order) {
        long[] bits = owned.computeIfAbsent(owner, key -> new long[words()]);
        long mask = order >= WORD_SHIFT ? -1L : ((1L << (1 << order)) - 1) << first;
        int lastWord = (first + (1 << order) - 1) >>> WORD_SHIFT;
        for (int word = first >>> WORD_SHIFT; word <= lastWord; word++) {
            long again = bits[word] & mask;
            bits[word] |= mask;
            if (again != 0 && owner != PageOwner.SAVEPOINT) {
                if (repeated == NOTHING) {
                    repeated = new long[words()];
                }
                repeated[word] |= again;
            }
        }
    }

    private long word(PageOwner owner, int word) {
        return word(owned.getOrDefault(owner, NOTHING), word);
    }

    private static long word(long[] bits, int word) {
        return bits == NOTHING ? 0 : bits[word];
    }

    /** Returns the first base page that has not exactly one owner, -1 if each has. */
    int firstWrong() {
        for (int word = 0; word < words(); word++) {
            long wrong = wrong(word);
            if (wrong != 0) {
                return (word << WORD_SHIFT) + Long.numberOfTrailingZeros(wrong);
            }
        }
        return -1;
    }

    private long wrong(int word) {
        long one = 0;
        long more = word(repeated, word);
        for (Map.Entry<PageOwner, long[]> owner : owned.entrySet()) {
            if (owner.getKey() != PageOwner.SAVEPOINT) {
                long bits = owner.getValue()[word];
                more |= one & bits;
                one |= bits;
            }
        }
        long reached = word(PageOwner.REACHABLE, word) | word(PageOwner.PENDING, word);
        long existing = -1L >>> -Math.min(length - (word << WORD_SHIFT), Long.SIZE);
        return (~one & existing) | more | (word(PageOwner.SAVEPOINT, word) & ~reached);
    }

    /** Names the owners of a base page. */
    String describe(int basePage) {
        StringJoiner owners = new StringJoiner(" and ");
        owners.setEmptyValue("no owner");
        owned.forEach((owner, bits) -> {
            if (isSet(bits, basePage)) {
                owners.add(owner.toString());
            }
        });
        return isSet(repeated, basePage) ? owners + ", recorded twice" : owners.toString();
    }

    private static boolean isSet(long[] bits, int basePage) {
        return (word(bits, basePage >>> WORD_SHIFT) >>> basePage & 1) != 0;
    }

    /** Counts the base pages of an owner. */
    long count(PageOwner owner) {
        long count = 0;
        for (long bits : owned.getOrDefault(owner, NOTHING)) {
            count += Long.bitCount(bits);
        }
        return count;
    }

    /** Counts the pending base pages that a savepoint reaches. */
    long countKept() {
        long count = 0;
        for (int word = 0; word < words(); word++) {
            count += Long.bitCount(word(PageOwner.SAVEPOINT, word) & word(PageOwner.PENDING, word));
        }
        return count;
    }
}
