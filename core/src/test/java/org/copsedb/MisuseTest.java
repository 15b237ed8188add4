package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.copsedb.codec.Codecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every way to use a handle wrongly is refused by an exception that says so, and the database works on. */
final class MisuseTest extends FilledDatabase {
    private static final TableDefinition<String, byte[]> OTHERS =
            TableDefinition.of("others", Codecs.STRING, Codecs.BYTES);

    /** Uses of a table and of everything that was opened through it. */
    private static List<Executable> readings(ReadableTable<String, byte[]> table) {
        Cursor<String, byte[]> cursor = table.cursor();
        NavigableMap<String, byte[]> map = table.asMap();
        NavigableMap<String, byte[]> part = map.headMap("b", true);
        Iterator<String> keys = map.keySet().iterator();
        InputStream value = Objects.requireNonNull(table.openValue("b"));
        return List.of(
                () -> table.get("a"),
                () -> table.containsKey("a"),
                table::size,
                table::first,
                table::last,
                () -> table.floor("a"),
                () -> table.ceiling("a"),
                () -> table.lower("b"),
                () -> table.higher("a"),
                () -> table.rank("a"),
                () -> table.keyAt(0),
                () -> table.count(KeyRange.all()),
                table::cursor,
                () -> table.stream(KeyRange.all()),
                () -> table.view("a", bytes -> bytes.get()),
                () -> table.openValue("b"),
                cursor::next,
                cursor::previous,
                () -> cursor.seek("a"),
                map::firstKey,
                map::size,
                part::lastEntry,
                keys::next,
                () -> value.read());
    }

    private static List<Executable> multimapReadings(ReadableMultimap<String, Long> orders) {
        NavigableSet<Long> values = orders.values("ann");
        Cursor<String, Long> cursor = orders.cursor(KeyRange.all());
        return List.of(
                orders::size,
                () -> orders.contains("ann", 1L),
                () -> orders.count("ann"),
                orders::firstKey,
                () -> orders.keys(KeyRange.all()).count(),
                values::first,
                values::size,
                cursor::next);
    }

    private static List<Executable> writings(Table<String, byte[]> table) {
        MutableCursor<String, byte[]> cursor = table.mutableCursor(KeyRange.all());
        return List.of(
                () -> table.put("a", SMALL),
                () -> table.getAndPut("a", SMALL),
                () -> table.replace("a", SMALL),
                () -> table.replace("a", SMALL, LARGE),
                () -> table.putIfAbsent("a", SMALL),
                () -> table.delete("a"),
                () -> table.remove("a"),
                () -> table.remove("a", SMALL),
                () -> table.getAndRemove("a"),
                () -> table.compute("a", (key, value) -> value),
                table::popFirst,
                table::popLast,
                () -> table.removeRange(KeyRange.all()),
                () -> table.removeIf(KeyRange.all(), (key, value) -> true),
                () -> table.putSorted(List.<Entry<String, byte[]>>of().iterator()),
                () -> table.writeValue("a", new ByteArrayInputStream(SMALL)),
                () -> table.writeValue("a", 2, room -> {}),
                table::clear,
                cursor::next,
                () -> table.asMap().clear());
    }

    private static List<Executable> writings(WriteTransaction transaction) {
        Savepoint savepoint = transaction.savepoint();
        Multimap<String, Long> orders = transaction.open(ORDERS);
        List<Executable> uses = new ArrayList<>(writings(transaction.open(FILES)));
        uses.addAll(readings(transaction.open(FILES)));
        uses.addAll(multimapReadings(orders));
        uses.addAll(List.of(
                () -> orders.put("ann", 3L),
                () -> orders.removeAll("ann"),
                () -> transaction.open(FILES),
                () -> transaction.open(ORDERS),
                transaction::tables,
                transaction::savepoint,
                () -> transaction.persistSavepoint("name"),
                () -> transaction.deleteSavepoint("name"),
                () -> transaction.restoreSavepoint("name"),
                () -> transaction.durability(Durability.EVENTUAL),
                transaction::commit,
                transaction::commitAsync,
                transaction::rollback,
                savepoint::rollback,
                savepoint::release));
        return uses;
    }

    @Test
    void whatAReadTransactionOpenedEndsWithIt() {
        ReadTransaction transaction = database.beginRead();
        List<Executable> uses = new ArrayList<>(readings(transaction.open(FILES)));
        uses.addAll(multimapReadings(transaction.open(ORDERS)));
        uses.add(() -> transaction.open(FILES));
        uses.add(() -> transaction.open(ORDERS));
        uses.add(transaction::tables);
        transaction.close();
        transaction.close();
        eachIsRefused(
                HandleClosedException.class, "the read transaction can not be used any more: it was closed", uses);
    }

    @Test
    void whatAWriteTransactionOpenedEndsWithIt() {
        WriteTransaction committed = database.beginWrite();
        List<Executable> uses = writings(committed);
        committed.commit();
        eachIsRefused(
                HandleClosedException.class, "the write transaction can not be used any more: it was committed", uses);
        committed.close();

        WriteTransaction rolledBack = database.beginWrite();
        uses = writings(rolledBack);
        rolledBack.rollback();
        eachIsRefused(
                HandleClosedException.class,
                "the write transaction can not be used any more: it was rolled back",
                uses);
    }

    @Test
    void everythingEndsWithTheDatabase() {
        Database closed = Database.inMemory();
        closed.execute(transaction -> {
            transaction.open(FILES).put("a", SMALL);
            transaction.open(FILES).put("b", LARGE);
            transaction.open(ORDERS).put("ann", 1L);
        });
        ReadTransaction reader = closed.beginRead();
        Savepoint savepoint = closed.savepoint();
        Changes<String, byte[]> changes = closed.changes(FILES, savepoint);
        List<Executable> uses = new ArrayList<>(readings(reader.open(FILES)));
        uses.addAll(multimapReadings(reader.open(ORDERS)));
        uses.addAll(List.of(
                closed::beginRead,
                closed::beginWrite,
                closed::savepoint,
                closed::savepoints,
                () -> closed.savepoint("name"),
                () -> closed.beginRead(savepoint),
                () -> closed.changes(FILES, savepoint),
                () -> closed.read(transaction -> SMALL),
                () -> closed.execute(transaction -> {}),
                closed::statistics,
                closed::verify,
                closed::flush,
                closed::checkpoint,
                changes::iterator));
        closed.close();
        closed.close();
        eachIsRefused(HandleClosedException.class, "the database can not be used any more: it was closed", uses);
        savepoint.close();
        changes.close();
        reader.close();
    }

    /** Runs on another thread and hands back what was thrown. */
    private static void elsewhere(Executable use) throws Throwable {
        try {
            CompletableFuture.runAsync(() -> {
                        try {
                            use.execute();
                        } catch (RuntimeException thrown) {
                            throw thrown;
                        } catch (Throwable thrown) {
                            throw new AssertionError(thrown);
                        }
                    })
                    .join();
        } catch (CompletionException wrapped) {
            throw wrapped.getCause();
        }
    }

    @Test
    void aWriteTransactionIsForItsThread() {
        try (WriteTransaction transaction = database.beginWrite()) {
            List<Executable> uses = writings(transaction);
            uses.add(transaction::close);
            eachIsRefused(
                    ForeignThreadException.class,
                    Thread.currentThread().getName(),
                    uses.stream().map(use -> (Executable) () -> elsewhere(use)).toList());
            transaction.open(OTHERS).put("x", SMALL);
            transaction.commit();
        }
        database.execute(transaction -> transaction.open(OTHERS).clear());
    }

    @Test
    void theTransactionOfAThreadThatHasEndedIsRolledBackByAnother() throws InterruptedException {
        List<WriteTransaction> left = new ArrayList<>();
        Thread thread = new Thread(() -> {
            WriteTransaction transaction = database.beginWrite();
            transaction.open(FILES).clear();
            left.add(transaction);
        });
        thread.start();
        thread.join();
        assertThrows(ForeignThreadException.class, left.get(0)::commit);
        left.get(0).close();
        left.get(0).close();
    }

    /** Ends and moves a transaction in every way, from inside an operation. */
    private void eachIsReentry(WriteTransaction transaction, Savepoint before) {
        try (Savepoint ephemeral = database.savepoint()) {
            eachIsRefused(
                    ReentryException.class,
                    "has not returned",
                    List.of(
                            transaction::commit,
                            transaction::commitAsync,
                            transaction::rollback,
                            transaction::close,
                            transaction::savepoint,
                            before::rollback,
                            before::release,
                            () -> transaction.restoreSavepoint(before),
                            () -> transaction.restoreSavepoint(ephemeral),
                            database::close));
        }
        eachIsRefused(
                NestedTransactionException.class, "", List.of(database::beginWrite, () -> database.execute(tx -> {})));
    }

    @Test
    void aFunctionDoesNotEndTheTransactionThatCallsIt() throws Exception {
        int[] calls = {0};
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> files = transaction.open(FILES);
            Savepoint before = transaction.savepoint();
            Runnable intruder = () -> {
                calls[0]++;
                eachIsReentry(transaction, before);
                // Other tables can be read and changed meanwhile.
                transaction.open(OTHERS).put("x", LARGE);
                assertArrayEquals(LARGE, transaction.open(OTHERS).get("x"));
            };
            files.compute("a", (key, value) -> {
                intruder.run();
                return SMALL;
            });
            files.removeIf(KeyRange.atMost("a"), (key, value) -> {
                intruder.run();
                return false;
            });
            files.putSorted(new Iterator<>() {
                private boolean hasMore = true;

                @Override
                public boolean hasNext() {
                    return hasMore;
                }

                @Override
                public Entry<String, byte[]> next() {
                    hasMore = false;
                    intruder.run();
                    return new Entry<>("c", SMALL);
                }
            });
            files.writeValue("d", LARGE.length, room -> intruder.run());
            int early = calls[0];
            assertTrue(early >= 4, () -> early + " calls");
            before.rollback();
            before.release();
            assertEquals(2, files.size());
            transaction.commit();
        }
        assertFalse(database.<Boolean, RuntimeException>read(
                transaction -> transaction.open(FILES).containsKey("d")));
    }

    @Test
    void aFunctionDoesNotChangeTheTableThatCallsIt() {
        List<Consumer<Table<String, byte[]>>> uses = List.of(
                table -> table.compute("a", (key, value) -> {
                    table.put("z", SMALL);
                    return SMALL;
                }),
                table -> table.removeIf(KeyRange.all(), (key, value) -> {
                    table.clear();
                    return false;
                }),
                table -> table.forEach(KeyRange.all(), entry -> table.put(entry.key() + "z", SMALL)));
        for (Consumer<Table<String, byte[]>> use : uses) {
            try (WriteTransaction transaction = database.beginWrite()) {
                Table<String, byte[]> table = transaction.open(FILES);
                assertThrows(ConcurrentModificationException.class, () -> use.accept(table));
            }
        }
    }

    @Test
    void aBodyThatEndsItsTransactionIsTold() {
        eachIsRefused(
                HandleClosedException.class,
                "was committed",
                List.of(() -> database.execute(transaction -> {
                    transaction.open(OTHERS).put("x", SMALL);
                    transaction.commit();
                })));
        eachIsRefused(
                HandleClosedException.class,
                "was closed without a commit",
                List.of(() -> database.execute(WriteTransaction::close)));
        database.execute(transaction -> transaction.open(OTHERS).clear());
    }
}
