package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.copsedb.pagestore.region.LivePages;
import org.copsedb.pagestore.region.LiveSet;
import org.junit.jupiter.api.Test;

class SavepointStateTest {
    private static LivePages region(int... indexesOfOrder1) {
        LiveSet set = new LiveSet(8192);
        for (int index : indexesOfOrder1) {
            set.add(index, 1);
        }
        return set.capture();
    }

    @Test
    void comparesRegionsThatOnlyOneStateHas() {
        SavepointState older = new SavepointState(region(1, 2));
        SavepointState newer = new SavepointState(region(2, 3), region(0, 4095));
        assertArrayEquals(
                new long[] {
                    PageNumber.encode(0, 3, 1), PageNumber.encode(1, 0, 1), PageNumber.encode(1, 4095, 1),
                },
                newer.difference(older).toArray());
        assertArrayEquals(
                new long[] {PageNumber.encode(0, 1, 1)}, older.difference(newer).toArray());
        assertTrue(SavepointState.empty().difference(newer).isEmpty());
        assertEquals(4, newer.difference(SavepointState.empty()).size());
    }

    @Test
    void knowsItsPagesByRegionIndexAndOrder() {
        SavepointState state = new SavepointState(region(1, 2), region(3));
        assertTrue(state.contains(PageNumber.encode(1, 3, 1)));
        assertFalse(state.contains(PageNumber.encode(0, 3, 1)));
        assertFalse(state.contains(PageNumber.encode(1, 3, 0)));
        assertFalse(state.contains(PageNumber.encode(1, 6, 0)));
        assertFalse(state.contains(PageNumber.encode(2, 3, 1)));
        assertFalse(state.contains(PageNumber.encode(1, 3, 1) | 1L << 50));
        assertFalse(state.contains(-1));
        assertEquals(2, state.regionCount());
        assertEquals(3, state.livePages());
        assertEquals(6, state.liveBasePages());
        assertEquals(0, state.region(2).capacity());
    }
}
