package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Nested savepoints do what the example says. */
class SavepointsAndRollbackTest {
    @Test
    void showsTheStockAfterEveryStep() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SavepointsAndRollback.run(new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertEquals("""
                stock.put("apples", 10)                  apples 10
                outer; stock.put("pears", 20)            apples 10, pears 20
                inner; stock.remove("apples")            pears 20
                inner.rollback()                         apples 10, pears 20
                stock.clear()                            nothing
                inner.rollback()                         apples 10, pears 20
                stock.put("plums", 30); inner.release()  apples 10, pears 20, plums 30
                inner.rollback()                         the savepoint is gone: it was released
                outer.rollback()                         apples 10
                transaction.commit()                     apples 10
                stock.clear()                            nothing
                transaction.close()                      apples 10
                """, printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }
}
