package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.copsedb.codec.Codecs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** For tests of what is refused: a database with a table and a multimap, which must work on after each test. */
abstract class FilledDatabase {
    static final TableDefinition<String, byte[]> FILES = TableDefinition.of("files", Codecs.STRING, Codecs.BYTES);
    static final MultimapDefinition<String, Long> ORDERS = MultimapDefinition.of("orders", Codecs.STRING, Codecs.LONG);
    static final byte[] LARGE = new byte[300 << 10];
    static final byte[] SMALL = {1, 2, 3};

    Database database = Database.inMemory();

    @BeforeEach
    void fill() {
        database = Database.inMemory(DatabaseOptions.defaults().pageSize(512).regionPages(128));
        database.execute(transaction -> {
            transaction.open(FILES).put("a", SMALL);
            transaction.open(FILES).put("b", LARGE);
            transaction.open(ORDERS).put("ann", 1L);
            transaction.open(ORDERS).put("ann", 2L);
        });
    }

    /** Whatever was refused, the next transactions find what was there, and change it. */
    @AfterEach
    void theDatabaseWorksOn() {
        assertEquals(3L, database.<Long, RuntimeException>write(transaction -> {
            transaction.open(FILES).put("c", SMALL);
            return transaction.open(FILES).size();
        }));
        assertEquals(
                2L,
                database.<Long, RuntimeException>read(
                        transaction -> transaction.open(ORDERS).size()));
        VerifyReport report = database.verify();
        assertTrue(report.isSound(), () -> String.join("\n", report.findings()));
        assertEquals(0, database.statistics().openReaders());
        database.close();
    }

    static <X extends RuntimeException> void eachIsRefused(Class<X> type, String says, List<Executable> uses) {
        for (int i = 0; i < uses.size(); i++) {
            int use = i;
            X refusal = assertThrows(type, uses.get(use), () -> "use " + use);
            assertTrue(String.valueOf(refusal.getMessage()).contains(says), () -> "use " + use + ": " + refusal);
        }
    }
}
