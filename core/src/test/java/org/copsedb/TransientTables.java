package org.copsedb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.copsedb.codec.Codecs;

/** New tables for tests that make many and say no word when they are done: each is there for some hundred others. */
final class TransientTables implements AutoCloseable {
    private static final int TABLES_PER_TRANSACTION = 100;

    private record Work(Database database, WriteTransaction transaction) {}

    private final Deque<Work> works = new ArrayDeque<>();
    private int tables;

    WriteTransaction transaction() {
        if (tables++ % TABLES_PER_TRANSACTION == 0) {
            if (works.size() == 2) {
                end(works.removeFirst());
            }
            Database database = Database.inMemory(DatabaseOptions.defaults().withoutThreads());
            works.addLast(new Work(database, database.beginWrite()));
        }
        return works.getLast().transaction();
    }

    Table<String, String> table() {
        WriteTransaction transaction = transaction();
        return transaction.open(TableDefinition.of("table " + tables, Codecs.STRING, Codecs.STRING));
    }

    Multimap<String, String> multimap() {
        WriteTransaction transaction = transaction();
        return transaction.open(MultimapDefinition.of("multimap " + tables, Codecs.STRING, Codecs.STRING));
    }

    private static void end(Work work) {
        work.transaction().close();
        work.database().close();
    }

    @Override
    public void close() {
        works.forEach(TransientTables::end);
        works.clear();
    }
}
