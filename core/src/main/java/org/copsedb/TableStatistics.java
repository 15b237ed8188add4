package org.copsedb;

/**
 * Figures of a table or multimap in one version.
 *
 * @param entries how many entries there are; of a multimap, pairs
 * @param depth how many pages a search looks at: 0 if there are no entries, 1 if all lie in one leaf
 * @param branchPages how many pages lead to others
 * @param leafPages how many pages hold entries
 * @param valuePages how many pages hold values too large for a leaf, or list such pages
 * @param usedBytes the bytes of these pages that hold something
 * @param allocatedBytes the bytes of these pages
 */
public record TableStatistics(
        long entries,
        int depth,
        long branchPages,
        long leafPages,
        long valuePages,
        long usedBytes,
        long allocatedBytes) {}
