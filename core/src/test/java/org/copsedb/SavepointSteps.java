package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Savepoints that outlive their transactions, beside what they must keep: set, read, restored, compared, deleted and
 * closed at random. Of the two tables only the first is compared by changes.
 *
 * @param <C> the content of a version
 */
final class SavepointSteps<C> {
    private static final int MOST = 6;

    /** What the model does with contents. */
    interface Contents<C> {
        /** Returns the entries whose changes are looked at. */
        Map<Long, String> numbers(C content);

        /** Compares all that a transaction sees with a content. */
        void compare(ReadTransaction transaction, C content);
    }

    private record Ephemeral<C>(Savepoint savepoint, C content) {}

    private final SplittableRandom random;
    private final TableDefinition<Long, String> table;
    private final Contents<C> contents;
    private final List<Ephemeral<C>> ephemeral = new ArrayList<>();
    private SortedMap<String, C> persistent = new TreeMap<>();

    /** What the transaction under way has asked for: names with what they keep, null for the content it commits. */
    private SortedMap<String, @Nullable C> asked = new TreeMap<>();

    private int names;

    SavepointSteps(SplittableRandom random, TableDefinition<Long, String> table, Contents<C> contents) {
        this.random = random;
        this.table = table;
        this.contents = contents;
    }

    /** A transaction begins. */
    void begin() {
        asked = new TreeMap<>(persistent);
    }

    /** Returns what has been asked for so far, to return to. */
    SortedMap<String, @Nullable C> mark() {
        return new TreeMap<>(asked);
    }

    /** Returns to a mark, as the transaction did to a savepoint. */
    void rollBackTo(SortedMap<String, @Nullable C> mark) {
        asked = new TreeMap<>(mark);
    }

    /** Makes, restores or deletes a savepoint in a transaction; returns what it was restored to, null if it was not. */
    @Nullable
    C change(Database database, WriteTransaction transaction) {
        List<String> known = List.copyOf(asked.keySet());
        int choice = random.nextInt(4);
        if (choice == 0 && known.size() < MOST) {
            String name = "savepoint " + names++;
            transaction.persistSavepoint(name);
            asked.put(name, null);
            assertThrows(SavepointExistsException.class, () -> transaction.persistSavepoint(name));
        } else if (choice == 1 && !known.isEmpty()) {
            String name = known.get(random.nextInt(known.size()));
            transaction.deleteSavepoint(name);
            asked.remove(name);
            assertThrows(NoSuchSavepointException.class, () -> transaction.restoreSavepoint(name));
        } else if (choice == 2 && !ephemeral.isEmpty()) {
            Ephemeral<C> chosen = ephemeral.get(random.nextInt(ephemeral.size()));
            transaction.restoreSavepoint(chosen.savepoint());
            return chosen.content();
        } else if (!known.isEmpty()) {
            String name = known.get(random.nextInt(known.size()));
            C content = asked.get(name);
            if (content != null) {
                transaction.restoreSavepoint(database.savepoint(name));
            }
            return content;
        }
        return null;
    }

    /** The transaction committed a content; returns the persistent savepoints that there are now. */
    SortedMap<String, C> committed(C content) {
        SortedMap<String, C> now = new TreeMap<>();
        asked.forEach((name, kept) -> now.put(name, kept == null ? content : kept));
        persistent = now;
        return now;
    }

    /** The database was opened again with these persistent savepoints. */
    void reopened(SortedMap<String, C> found) {
        persistent = found;
        ephemeral.clear();
    }

    /** Looks at savepoints between transactions, and sets and closes ephemeral ones. */
    void between(Database database, C committed) {
        assertEquals(
                List.copyOf(persistent.keySet()),
                database.savepoints().stream().map(SavepointInfo::name).toList());
        if (ephemeral.size() < MOST && random.nextInt(3) == 0) {
            ephemeral.add(new Ephemeral<>(database.savepoint(), committed));
        }
        if (random.nextInt(3) == 0) {
            compareAll(database);
        }
        if (random.nextInt(2) == 0) {
            compareChanges(database, committed);
        }
        if (!ephemeral.isEmpty() && random.nextInt(5) == 0) {
            ephemeral.remove(random.nextInt(ephemeral.size())).savepoint().close();
        }
    }

    /** Reads what every savepoint keeps. */
    void compareAll(Database database) {
        for (Ephemeral<C> each : ephemeral) {
            try (ReadTransaction past = database.beginRead(each.savepoint())) {
                contents.compare(past, each.content());
            }
        }
        persistent.forEach((name, content) -> {
            try (ReadTransaction past = database.beginRead(name)) {
                contents.compare(past, content);
            }
        });
    }

    private void compareChanges(Database database, C committed) {
        List<Ephemeral<C>> all = new ArrayList<>(ephemeral);
        persistent.forEach((name, content) -> all.add(new Ephemeral<>(database.savepoint(name), content)));
        if (all.isEmpty()) {
            return;
        }
        Ephemeral<C> from = all.get(random.nextInt(all.size()));
        Ephemeral<C> to = all.get(random.nextInt(all.size()));
        try (Changes<Long, String> changes = database.changes(table, from.savepoint(), to.savepoint())) {
            requireEqual(contents.numbers(from.content()), contents.numbers(to.content()), changes);
        }
        try (Changes<Long, String> changes = database.changes(table, from.savepoint())) {
            requireEqual(contents.numbers(from.content()), contents.numbers(committed), changes);
        }
    }

    private static void requireEqual(Map<Long, String> before, Map<Long, String> after, Changes<Long, String> changes) {
        TreeSet<Long> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        Changes.Steps<Long, String> steps = changes.iterator();
        for (Long key : keys) {
            assertTrue(steps.hasNext(), "fewer changes than there are");
            assertEquals(new Change<>(key, before.get(key), after.get(key)), steps.next());
        }
        assertTrue(!steps.hasNext(), "more changes than there are");
    }

    /** Closes the ephemeral ones and deletes the others. */
    void end(Database database) {
        ephemeral.forEach(each -> each.savepoint().close());
        ephemeral.clear();
        database.execute(transaction -> persistent.keySet().forEach(transaction::deleteSavepoint));
        persistent.clear();
    }
}
