package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.copsedb.codec.Codecs;

/** Tables that come, change their names and go at random, beside the sorted maps that they must equal. */
final class NamedTableSteps {
    private static final int NAMES = 6;

    private final SplittableRandom random;

    NamedTableSteps(SplittableRandom random) {
        this.random = random;
    }

    private static TableDefinition<Long, String> definition(String name) {
        return TableDefinition.of(name, Codecs.LONG, Codecs.STRING);
    }

    private String anyName() {
        return "named " + random.nextInt(NAMES);
    }

    /** Copies what all tables hold. */
    static NavigableMap<String, NavigableMap<Long, String>> copy(Map<String, NavigableMap<Long, String>> tables) {
        NavigableMap<String, NavigableMap<Long, String>> copy = new TreeMap<>();
        tables.forEach((name, entries) -> copy.put(name, new TreeMap<>(entries)));
        return copy;
    }

    /** Changes entries or names. */
    void change(WriteTransaction transaction, NavigableMap<String, NavigableMap<Long, String>> model) {
        String name = anyName();
        switch (random.nextInt(6)) {
            case 0 -> assertEquals(model.remove(name) != null, transaction.drop(name));
            case 1 -> rename(transaction, model, name, anyName());
            case 2 -> {
                // The answer changes nothing, so no table comes into being.
                assertNull(transaction.open(definition(name)).replace(10_000L, "absent"));
            }
            default -> {
                Table<Long, String> table = transaction.open(definition(name));
                Map<Long, String> entries = model.computeIfAbsent(name, absent -> new TreeMap<>());
                for (int i = random.nextInt(1, 30); i > 0; i--) {
                    long key = random.nextLong(200);
                    String value = "named " + random.nextInt();
                    table.put(key, value);
                    entries.put(key, value);
                }
            }
        }
    }

    private static void rename(
            WriteTransaction transaction,
            NavigableMap<String, NavigableMap<Long, String>> model,
            String name,
            String newName) {
        if (!model.containsKey(name)) {
            assertThrows(NoSuchTableException.class, () -> transaction.rename(name, newName));
        } else if (model.containsKey(newName)) {
            assertThrows(TableExistsException.class, () -> transaction.rename(name, newName));
        } else {
            Table<Long, String> handle = transaction.open(definition(name));
            transaction.rename(name, newName);
            model.put(newName, Objects.requireNonNull(model.remove(name)));
            assertEquals(Objects.requireNonNull(model.get(newName)).size(), handle.size());
        }
    }

    /** Compares all tables of a version. */
    static void compare(ReadTransaction transaction, NavigableMap<String, NavigableMap<Long, String>> model) {
        List<String> names = transaction.tables().stream()
                .filter(name -> name.startsWith("named "))
                .toList();
        assertEquals(List.copyOf(model.keySet()), names);
        model.forEach((name, entries) ->
                assertEquals(entries, transaction.open(definition(name)).asMap(), name));
    }
}
