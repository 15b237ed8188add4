package org.copsedb.examples;

import java.nio.file.Path;
import java.util.Locale;
import org.copsedb.Database;
import org.copsedb.ReadTransaction;
import org.copsedb.Savepoint;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;

/** The ten lines of README.md, and more that read what they wrote into the working directory. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Runs the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // README.md: begin
        TableDefinition<String, Long> cities = TableDefinition.of("cities", Codecs.STRING, Codecs.LONG);
        try (Database database = Database.open(Path.of("cities.copse"));
                WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(cities);
            table.put("Paris", 2_138_551L);
            Savepoint savepoint = transaction.savepoint();
            table.remove("Paris");
            savepoint.rollback(); // Paris is there again.
            transaction.commit();
        }
        // README.md: end
        try (Database database = Database.open(Path.of("cities.copse"));
                ReadTransaction transaction = database.beginRead()) {
            Long population = transaction.open(cities).get("Paris");
            System.out.printf(Locale.ROOT, "Paris has a population of %,d.%n", population);
        }
    }
}
