package org.copsedb.pagestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Page numbers at their limits. */
class PageNumberTest {
    @Test
    void partsSurviveEncoding() {
        for (int order = 0; order <= PageNumber.MAXIMUM_ORDER; order++) {
            for (int shift = 0; shift < 20; shift++) {
                var page = new PageNumber(1 << shift, PageNumber.MAXIMUM_INDEX >> shift, order);
                long encoded = page.encode();
                assertEquals(page, PageNumber.decode(encoded));
                assertEquals(page.region(), PageNumber.region(encoded));
                assertEquals(page.index(), PageNumber.index(encoded));
                assertEquals(page.order(), PageNumber.order(encoded));
                assertEquals((long) page.index() << order, page.firstBasePage());
                assertEquals(page.firstBasePage(), PageNumber.firstBasePage(encoded));
            }
        }
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertRefused(PageNumber.MAXIMUM_REGION + 1, 0, 0);
        assertRefused(-1, 0, 0);
        assertRefused(0, PageNumber.MAXIMUM_INDEX + 1, 0);
        assertRefused(0, -1, 0);
        assertRefused(0, 0, PageNumber.MAXIMUM_ORDER + 1);
        assertRefused(0, 0, -1);
        assertThrows(IllegalArgumentException.class, () -> new PageNumber(0, 0, 32));
        assertThrows(IllegalArgumentException.class, () -> new PageNumber(0, 1 << 20, 0));
    }

    private static void assertRefused(int region, int index, int order) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> PageNumber.encode(region, index, order));
        String message = String.valueOf(refusal.getMessage());
        for (String part : List.of("region " + region, "index " + index, "order " + order)) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void onlyWhatFitsTheLargestRegionIsValid() {
        assertTrue(PageNumber.isValid(0));
        assertTrue(PageNumber.isValid(PageNumber.encode(PageNumber.MAXIMUM_REGION, PageNumber.MAXIMUM_INDEX, 0)));
        assertTrue(PageNumber.isValid(PageNumber.encode(3, 0, PageNumber.MAXIMUM_ORDER)));
        assertTrue(PageNumber.isValid(PageNumber.encode(3, PageNumber.MAXIMUM_INDEX >> 7, 7)));
        assertFalse(PageNumber.isValid(PageNumber.encode(3, (PageNumber.MAXIMUM_INDEX >> 7) + 1, 7)));
        assertFalse(PageNumber.isValid(PageNumber.encode(3, 1, PageNumber.MAXIMUM_ORDER)));
        assertFalse(PageNumber.isValid(21L << 59));
        for (int bit = 40; bit < 59; bit++) {
            assertFalse(PageNumber.isValid(1L << bit), "bit " + bit);
        }
    }

    @Test
    void aDamagedNumberCanBeShown() {
        assertEquals("page 1048575/1048575/31", PageNumber.decode(-1L).toString());
        assertThrows(
                IllegalArgumentException.class, () -> PageNumber.decode(-1L).encode());
    }

    @Test
    void pagesBeginTogetherOnlyIfTheyAreTheSame() {
        var small = new PageNumber(1, 4, 1);
        assertEquals(0, small.compareTo(new PageNumber(1, 4, 1)));
        assertThrows(IllegalArgumentException.class, () -> small.isBefore(new PageNumber(1, 4, 1)));
        assertThrows(IllegalArgumentException.class, () -> small.compareTo(new PageNumber(1, 2, 2)));
        assertTrue(small.isBefore(new PageNumber(1, 9, 0)));
        assertFalse(small.isBefore(new PageNumber(0, 9, 0)));
        assertTrue(new PageNumber(0, 0, 0).isBefore(new PageNumber(0, PageNumber.MAXIMUM_INDEX, 20)));
    }

    @Test
    void thePageMustLieInItsRegion() {
        var last = new PageNumber(1, 9, 0);
        assertEquals(
                new PageNumber.AddressRange(100 + 11_000 + 1_000 + 9_000, 100 + 11_000 + 1_000 + 10_000),
                last.addressRange(100, 11_000, 1_000, 1_000));
        assertThrows(IllegalArgumentException.class, () -> last.addressRange(100, 10_999, 1_000, 1_000));
        assertThrows(IllegalArgumentException.class, () -> last.addressRange(100, Long.MAX_VALUE / 2, 0, 1_000));
        assertThrows(IllegalArgumentException.class, () -> last.addressRange(-1, 11_000, 1_000, 1_000));
        assertThrows(IllegalArgumentException.class, () -> last.addressRange(0, 11_000, 1_000, 0));
        assertThrows(IllegalArgumentException.class, () -> last.addressRange(0, 11_000, 11_001, 1));
    }
}
