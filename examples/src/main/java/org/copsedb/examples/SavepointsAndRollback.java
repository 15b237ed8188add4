package org.copsedb.examples;

import java.io.PrintStream;
import java.util.StringJoiner;
import org.copsedb.Database;
import org.copsedb.KeyRange;
import org.copsedb.ReadableTable;
import org.copsedb.Savepoint;
import org.copsedb.SavepointGoneException;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;

/** Savepoints inside a transaction: set after changes, nested, returned to more than once, released. */
public final class SavepointsAndRollback {
    private static final TableDefinition<String, Integer> STOCK =
            TableDefinition.of("stock", Codecs.STRING, Codecs.INT);

    private final PrintStream out;

    private SavepointsAndRollback(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the example, in memory.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        run(System.out);
    }

    static void run(PrintStream out) {
        SavepointsAndRollback example = new SavepointsAndRollback(out);
        try (Database database = Database.inMemory()) {
            try (WriteTransaction transaction = database.beginWrite()) {
                example.nestSavepoints(transaction);
                transaction.commit();
            }
            example.showCommitted("transaction.commit()", database);

            try (WriteTransaction transaction = database.beginWrite()) {
                Table<String, Integer> stock = transaction.open(STOCK);
                stock.clear();
                example.show("stock.clear()", stock);
            }
            example.showCommitted("transaction.close()", database);
        }
    }

    private void nestSavepoints(WriteTransaction transaction) {
        Table<String, Integer> stock = transaction.open(STOCK);
        stock.put("apples", 10);
        show("stock.put(\"apples\", 10)", stock);

        Savepoint outer = transaction.savepoint();
        stock.put("pears", 20);
        show("outer; stock.put(\"pears\", 20)", stock);

        Savepoint inner = transaction.savepoint();
        stock.remove("apples");
        show("inner; stock.remove(\"apples\")", stock);
        inner.rollback();
        show("inner.rollback()", stock);

        // It stays, so a second attempt can fail as well.
        stock.clear();
        show("stock.clear()", stock);
        inner.rollback();
        show("inner.rollback()", stock);

        // A savepoint given up leaves the changes to those around it.
        stock.put("plums", 30);
        inner.release();
        show("stock.put(\"plums\", 30); inner.release()", stock);
        try {
            inner.rollback();
        } catch (SavepointGoneException e) {
            out.printf("%-40s %s%n", "inner.rollback()", e.getMessage());
        }
        outer.rollback();
        show("outer.rollback()", stock);
    }

    private void showCommitted(String step, Database database) {
        database.read(transaction -> {
            show(step, transaction.open(STOCK));
            return true;
        });
    }

    private void show(String step, ReadableTable<String, Integer> stock) {
        StringJoiner content = new StringJoiner(", ").setEmptyValue("nothing");
        stock.forEach(KeyRange.all(), entry -> content.add(entry.key() + " " + entry.value()));
        out.printf("%-40s %s%n", step, content);
    }
}
