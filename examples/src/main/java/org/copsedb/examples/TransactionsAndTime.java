package org.copsedb.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.copsedb.Change;
import org.copsedb.Changes;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.KeyRange;
import org.copsedb.ReadTransaction;
import org.copsedb.Savepoint;
import org.copsedb.SavepointInfo;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.codec.Codecs;

/** The code of the guide's pages on transactions, savepoints, durability and tuning. */
public final class TransactionsAndTime {
    static final TableDefinition<String, Long> STOCK = TableDefinition.of("stock", Codecs.STRING, Codecs.LONG);

    private TransactionsAndTime() {}

    /**
     * Runs the example in the current directory.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Path path = Path.of("stock.copse");
        // guide: options
        DatabaseOptions options = DatabaseOptions.defaults()
                .cacheBytes(64 << 20)
                .dirtyBytes(32 << 20)
                .journalBytes(16 << 20)
                .onRecovery(progress ->
                        System.out.println("replayed " + progress.bytes() + " of " + progress.totalBytes() + " bytes"))
                .onLongReader(
                        Duration.ofSeconds(10),
                        reader -> System.out.println("version " + reader.version() + " read for " + reader.open()));
        // guide: end
        try (Database database = Database.open(path, options)) {
            useLambdas(database);
            useTransactions(database);
            chooseDurability(database);
            nest(database);
            travel(database);
            measureSpace(database);
        }
    }

    private static void useLambdas(Database database) {
        // guide: lambdas
        long size = database.<Long, RuntimeException>write(transaction -> {
            Table<String, Long> stock = transaction.open(STOCK);
            stock.put("apple", 3L);
            stock.put("pear", 4L);
            return stock.size();
        });
        boolean hasApples = database.<Boolean, RuntimeException>read(
                transaction -> transaction.open(STOCK).containsKey("apple"));
        // guide: end
        System.out.println(size + " " + hasApples);
    }

    private static void useTransactions(Database database) {
        // guide: transactions
        try (ReadTransaction before = database.beginRead();
                WriteTransaction transaction = database.beginWrite()) {
            transaction.open(STOCK).put("apple", 5L);
            transaction.commit();
            System.out.println(before.open(STOCK).get("apple")); // 3: what it saw when it began
        }
        Optional<WriteTransaction> turn = database.tryBeginWrite(Duration.ofMillis(50));
        turn.ifPresent(WriteTransaction::close);
        // guide: end
        System.out.println(turn.isPresent());
    }

    private static void chooseDurability(Database database) {
        // guide: durability
        for (long count = 0; count < 1_000; count++) {
            try (WriteTransaction transaction = database.beginWrite().durability(Durability.EVENTUAL)) {
                transaction.open(STOCK).put("pear", count);
                transaction.commit(); // visible now, durable soon
            }
        }
        database.flush(); // now all of them are durable
        CompletableFuture<Long> commit;
        try (WriteTransaction transaction = database.beginWrite()) {
            transaction.open(STOCK).put("pear", 7L);
            commit = transaction.commitAsync();
        }
        commit.thenAccept(version -> {}).join(); // durable
        // guide: end
        System.out.println(commit.join().equals(database.statistics().version()));
    }

    private static void nest(Database database) {
        // guide: nested savepoints
        database.execute(transaction -> {
            Table<String, Long> stock = transaction.open(STOCK);
            stock.put("plum", 1L);
            try (Savepoint attempt = transaction.savepoint()) {
                stock.removeRange(KeyRange.all());
                attempt.rollback(); // all are back, the plum too
            }
        });
        // guide: end
        System.out.println(database.<Long, RuntimeException>read(
                transaction -> transaction.open(STOCK).size()));
    }

    private static void travel(Database database) {
        // guide: time travel
        Savepoint monday = database.write(transaction -> transaction.persistSavepoint("monday"));
        database.execute(transaction -> {
            transaction.open(STOCK).remove("apple");
            transaction.open(STOCK).put("fig", 9L);
        });
        try (ReadTransaction past = database.beginRead(monday)) {
            System.out.println("apples on monday: " + past.open(STOCK).get("apple"));
        }
        try (Changes<String, Long> changes = database.changes(STOCK, monday)) {
            for (Change<String, Long> change : changes) {
                System.out.println(change.key() + ": " + change.before() + " -> " + change.after());
            }
        }
        database.execute(transaction -> transaction.restoreSavepoint(monday));
        // guide: end
        System.out.println(database.<Boolean, RuntimeException>read(
                transaction -> transaction.open(STOCK).containsKey("apple")));
    }

    private static void measureSpace(Database database) {
        // guide: savepoints and space
        try (Savepoint ephemeral = database.savepoint()) {
            System.out.println(ephemeral);
        }
        for (SavepointInfo info : database.savepoints()) {
            System.out.println(info.name() + " of version " + info.version() + " keeps " + info.bytesKeptAlone());
        }
        database.execute(transaction -> transaction.deleteSavepoint("monday"));
        // guide: end
        System.out.println(database.savepoints().size());
    }
}
