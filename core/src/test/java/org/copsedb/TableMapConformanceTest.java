package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ForwardingNavigableMap;
import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import junit.framework.TestSuite;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The map of a table, and the set of the values of a multimap's key, are what Guava's tests say that a sorted map and a
 * sorted set are, but for null.
 */
final class TableMapConformanceTest {
    private final TransientTables tables = new TransientTables();

    @AfterEach
    void closeTables() {
        tables.close();
    }

    private NavigableMap<String, String> writableMap(Map.Entry<String, String>[] entries) {
        Table<String, String> table = tables.table();
        for (Map.Entry<String, String> entry : entries) {
            table.put(entry.getKey(), entry.getValue());
        }
        return table.asMap();
    }

    private static TestSuite suite(
            String name,
            Function<Map.Entry<String, String>[], NavigableMap<String, String>> maker,
            Feature<?>... features) {
        return NavigableMapTestSuiteBuilder.using(new TestStringSortedMapGenerator() {
                    @Override
                    protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
                        return maker.apply(entries);
                    }
                })
                .named(name)
                .withFeatures(CollectionFeature.KNOWN_ORDER, CollectionSize.ANY)
                .withFeatures(features)
                .createTestSuite();
    }

    private static TestSuite writableSuite(Function<Map.Entry<String, String>[], NavigableMap<String, String>> maker) {
        return suite(
                "a table that is written",
                maker,
                MapFeature.GENERAL_PURPOSE,
                MapFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE);
    }

    private static void run(TestSuite suite, int atLeast) {
        int count = suite.countTestCases();
        assertTrue(count >= atLeast, "only " + count + " tests");
        assertEquals(List.of(), ConformanceSuite.failures(suite, 20));
        System.out.println("Conformance tests of " + suite.getName() + ": " + count + " passed");
    }

    @Test
    void aTableThatIsWrittenIsASortedMap() {
        run(writableSuite(this::writableMap), 30_000);
    }

    @Test
    void aTableThatIsReadRefusesToBeChanged() {
        TableDefinition<String, String> definition = TableDefinition.of("t", Codecs.STRING, Codecs.STRING);
        try (Database database = Database.inMemory(DatabaseOptions.defaults().withoutThreads())) {
            database.execute(transaction -> transaction.open(definition).asMap().put("a", "1"));
            try (ReadTransaction transaction = database.beginRead()) {
                NavigableMap<String, String> map = transaction.open(definition).asMap();
                assertEquals(Map.of("a", "1"), map);
                assertThrows(UnsupportedOperationException.class, () -> map.put("b", "2"));
                assertThrows(UnsupportedOperationException.class, () -> map.remove("a"));
                assertThrows(UnsupportedOperationException.class, map::clear);
                assertThrows(UnsupportedOperationException.class, map::pollFirstEntry);
                Iterator<Map.Entry<String, String>> iterator = map.entrySet().iterator();
                Map.Entry<String, String> entry = iterator.next();
                assertThrows(UnsupportedOperationException.class, iterator::remove);
                assertThrows(UnsupportedOperationException.class, () -> entry.setValue("2"));
                assertEquals(Map.of("a", "1"), map);
            }
        }
    }

    @Test
    void theValuesOfAKeyAreASortedSet() {
        TestSuite suite = NavigableSetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] values) {
                        Multimap<String, String> multimap = tables.multimap();
                        Arrays.asList(values).forEach(value -> multimap.put("key", value));
                        multimap.put("ke", "before");
                        multimap.put("key2", "behind");
                        return multimap.values("key");
                    }

                    @Override
                    public List<String> order(List<String> values) {
                        return values.stream().sorted().toList();
                    }
                })
                .named("the values of a key")
                .withFeatures(
                        SetFeature.GENERAL_PURPOSE,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        CollectionFeature.FAILS_FAST_ON_CONCURRENT_MODIFICATION,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionSize.ANY)
                .createTestSuite();
        run(suite, 200);
    }

    /** A map that removes nothing. */
    private static final class KeepingMap extends ForwardingNavigableMap<String, String> {
        private final NavigableMap<String, String> map;

        KeepingMap(NavigableMap<String, String> map) {
            this.map = map;
        }

        @Override
        protected NavigableMap<String, String> delegate() {
            return map;
        }

        @Override
        public @Nullable String remove(@Nullable Object key) {
            return map.get(key); // the planted bug
        }
    }

    @Test
    void theSuiteFindsAMapThatRemovesNothing() {
        assertFalse(ConformanceSuite.failures(writableSuite(entries -> new KeepingMap(writableMap(entries))), 1)
                .isEmpty());
    }
}
