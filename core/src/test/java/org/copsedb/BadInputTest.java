package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.copsedb.codec.Codecs;
import org.junit.jupiter.api.Test;

/** Arguments that can not be are refused by an exception that names them, and the transaction goes on. */
final class BadInputTest extends FilledDatabase {
    @Test
    @SuppressWarnings("NullAway") // That is the mistake.
    void nullsAreRefusedAndNamed() {
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> files = transaction.open(FILES);
            Multimap<String, Long> orders = transaction.open(ORDERS);
            eachIsRefused(
                    NullPointerException.class,
                    "key",
                    List.of(
                            () -> files.get(null),
                            () -> files.put(null, SMALL),
                            () -> files.remove(null),
                            () -> files.delete(null),
                            () -> files.containsKey(null),
                            () -> files.compute(null, (key, value) -> value)));
            eachIsRefused(
                    NullPointerException.class,
                    "value",
                    List.of(() -> files.put("a", null), () -> files.putIfAbsent("a", null)));
            eachIsRefused(NullPointerException.class, "function", List.of(() -> files.compute("a", null)));
            eachIsRefused(NullPointerException.class, "bound", List.of(() -> KeyRange.atLeast(null)));
            eachIsRefused(NullPointerException.class, "durability", List.of(() -> transaction.durability(null)));
            eachIsRefused(
                    NullPointerException.class, "", List.of(() -> orders.put(null, 1L), () -> orders.put("ann", null)));
            assertEquals(2, files.size());
            transaction.commit();
        }
    }

    @Test
    void invertedRangesAreRefusedByWhateverTakesOne() {
        KeyRange<String> inverted = KeyRange.closed("b", "a");
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> files = transaction.open(FILES);
            Multimap<String, Long> orders = transaction.open(ORDERS);
            eachIsRefused(
                    IllegalArgumentException.class,
                    "lower bound b is above upper bound a",
                    List.of(
                            () -> files.cursor(inverted),
                            () -> files.mutableCursor(inverted),
                            () -> files.count(inverted),
                            () -> files.stream(inverted),
                            () -> files.forEach(inverted, entry -> {}),
                            () -> files.removeRange(inverted),
                            () -> files.removeIf(inverted, (key, value) -> true),
                            () -> files.extractIf(inverted, (key, value) -> true, (key, value) -> {}),
                            () -> orders.cursor(inverted),
                            () -> orders.count(inverted),
                            () -> orders.removeRange(inverted),
                            () -> orders.keys(inverted)));
            eachIsRefused(
                    IllegalArgumentException.class,
                    "",
                    List.of(() -> files.asMap().subMap("b", "a")));
            transaction.commit();
        }
    }

    @Test
    void whatIsTooLongIsRefusedWithItsLimit() {
        String longKey = "k".repeat(2_000);
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> files = transaction.open(FILES);
            eachIsRefused(
                    OversizedKeyException.class,
                    "2000",
                    List.of(
                            () -> files.put(longKey, SMALL),
                            () -> files.getAndPut(longKey, SMALL),
                            () -> files.putIfAbsent(longKey, SMALL),
                            () -> files.compute(longKey, (key, value) -> SMALL),
                            () -> files.putSorted(
                                    List.of(new Entry<>(longKey, SMALL)).iterator()),
                            () -> files.writeValue(longKey, new ByteArrayInputStream(SMALL))));
            eachIsRefused(
                    OversizedKeyException.class,
                    "the limit is",
                    List.of(
                            () -> transaction.open(ORDERS).put(longKey, 1L),
                            () -> transaction.persistSavepoint(longKey)));
            eachIsRefused(
                    IllegalArgumentException.class,
                    "not within 0 to",
                    List.of(
                            () -> files.writeValue("a", -1, room -> {}),
                            () -> files.writeValue("a", Long.MAX_VALUE, room -> {})));
            assertNull(files.get(longKey));
            transaction.commit();
        }
    }

    @Test
    void otherTypesAreRefused() {
        List<TableDefinition<?, ?>> tables = List.of(
                TableDefinition.of("files", Codecs.STRING, Codecs.STRING),
                TableDefinition.of("files", Codecs.BYTES, Codecs.BYTES),
                TableDefinition.of("orders", Codecs.STRING, Codecs.LONG));
        MultimapDefinition<String, String> multimap = MultimapDefinition.of("files", Codecs.STRING, Codecs.STRING);
        try (WriteTransaction writer = database.beginWrite();
                ReadTransaction reader = database.beginRead()) {
            for (TableDefinition<?, ?> wrong : tables) {
                eachIsRefused(
                        TableTypeException.class,
                        '"' + wrong.name() + '"',
                        List.of(() -> writer.open(wrong), () -> reader.open(wrong)));
            }
            eachIsRefused(
                    TableTypeException.class,
                    "\"files\"",
                    List.of(() -> writer.open(multimap), () -> reader.open(multimap)));
            writer.commit();
        }
    }
}
