package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.copsedb.codec.Codecs;
import org.copsedb.codec.Tuple2;
import org.copsedb.codec.Tuple2KeyCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tables do that a sorted map does not, and what they refuse. */
final class TableTest {
    private static final TableDefinition<String, Long> NUMBERS =
            TableDefinition.of("numbers", Codecs.STRING, Codecs.LONG);
    private static final TableDefinition<String, byte[]> FILES =
            TableDefinition.of("files", Codecs.STRING, Codecs.BYTES);

    private final Database database = Database.inMemory();

    @AfterEach
    void close() {
        assertTrue(database.verify().isSound());
        database.close();
    }

    @Test
    void rangesOfKeysThatBeginAlike() {
        Tuple2KeyCodec<String, Long> codec = Codecs.tuple(Codecs.STRING, Codecs.LONG);
        TableDefinition<Tuple2<String, Long>, Long> places = TableDefinition.of("places", codec, Codecs.LONG);
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> numbers = transaction.open(NUMBERS);
            List.of("Be", "Ber", "Berlin", "Bern", "Bes").forEach(name -> numbers.put(name, 0L));
            assertEquals(3, numbers.count(KeyRange.of(Codecs.STRING.startingWith("Ber"))));
            Table<Tuple2<String, Long>, Long> table = transaction.open(places);
            for (long i = 0; i < 6; i++) {
                table.put(new Tuple2<>(i % 2 == 0 ? "DE" : "DEN", i), i);
            }
            assertEquals(3, table.count(KeyRange.of(codec.withFirst("DE"))));
            assertEquals(6, table.count(KeyRange.of(codec.firstStartingWith("DE"))));
            assertEquals(3, table.removeRange(KeyRange.of(codec.withFirst("DEN"))));
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class,
                    () -> numbers.count(
                            KeyRange.of(Codecs.descending(Codecs.STRING).startingWith("B"))));
            assertTrue(String.valueOf(refusal.getMessage()).contains("descending(string)"), refusal.getMessage());
            transaction.commit();
        }
    }

    @Test
    void multimapsOfKeysThatBeginAlike() {
        MultimapDefinition<String, Long> definition = MultimapDefinition.of("m", Codecs.STRING, Codecs.LONG);
        try (WriteTransaction transaction = database.beginWrite()) {
            Multimap<String, Long> multimap = transaction.open(definition);
            List.of("B", "Ber\0", "Berlin", "Bes").forEach(key -> multimap.put(key, 1L));
            assertEquals(
                    List.of("Ber\0", "Berlin"),
                    multimap.keys(KeyRange.of(Codecs.STRING.startingWith("Ber")))
                            .toList());
        }
    }

    /** A stream of bytes that are never held whole. */
    private static InputStream stream(long length, long failAt) {
        return new InputStream() {
            private final Random random = new Random(1);
            private long position;

            @Override
            public int read() throws IOException {
                if (position == failAt) {
                    throw new IOException("own");
                }
                return position++ == length ? -1 : random.nextInt(256);
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                int done = 0;
                while (done < count && position < length && position != failAt) {
                    target[offset + done++] = (byte) random.nextInt(256);
                    position++;
                }
                if (done == 0 && count > 0 && position == failAt) {
                    throw new IOException("own");
                }
                return done == 0 && count > 0 ? -1 : done;
            }
        };
    }

    private static byte[] bytes(int length) throws IOException {
        return stream(length, -1).readNBytes(length);
    }

    @Test
    void valuesComeAndGoAsStreams() throws IOException {
        for (int length :
                new int[] {0, 1, 5_000, TransactionTable.LOGGED_VALUE, TransactionTable.LOGGED_VALUE + 1, 3_000_000}) {
            byte[] expected = bytes(length);
            database.execute(transaction -> {
                Table<String, byte[]> table = transaction.open(FILES);
                table.writeValue("streamed", stream(length, -1));
                ByteBuffer source = ByteBuffer.wrap(expected);
                table.writeValue("filled", length, room -> {
                    assertTrue(room.remaining() <= TransactionTable.LOGGED_VALUE);
                    room.put(source.slice(source.position(), room.remaining()));
                    source.position(source.position() + room.limit());
                });
                assertArrayEquals(expected, table.get("streamed"));
            });
            try (ReadTransaction transaction = database.beginRead()) {
                ReadableTable<String, byte[]> table = transaction.open(FILES);
                assertArrayEquals(expected, table.get("filled"));
                try (InputStream stored = Objects.requireNonNull(table.openValue("streamed"))) {
                    assertArrayEquals(expected, stored.readAllBytes());
                }
                assertEquals(length, table.view("filled", ByteBuffer::remaining));
                assertNull(table.openValue("absent"));
                assertNull(table.view("absent", ByteBuffer::remaining));
                Cursor<String, byte[]> cursor = table.cursor();
                assertThrows(IllegalStateException.class, () -> cursor.view(ByteBuffer::remaining));
                while (cursor.next()) {
                    assertArrayEquals(cursor.value(), cursor.view(TableTest::copy));
                }
            }
        }
    }

    @Test
    void aStreamThatFailsChangesNothing() {
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> table = transaction.open(FILES);
            table.put("a", new byte[] {1});
            for (long failAt : new long[] {0, 100, 1_000_000}) {
                assertThrows(IOException.class, () -> table.writeValue("a", stream(2_000_000, failAt)));
                assertArrayEquals(new byte[] {1}, table.get("a"));
            }
            assertThrows(IllegalArgumentException.class, () -> table.writeValue("a", -1, room -> {}));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> table.writeValue("a", Table.MAXIMUM_VALUE_LENGTH + 1, room -> {}));
            transaction.commit();
        }
    }

    @Test
    void aStreamEndsWithItsTransactionAndWithAChange() throws IOException {
        database.execute(transaction -> transaction.open(FILES).writeValue("a", stream(600_000, -1)));
        ReadTransaction read = database.beginRead();
        InputStream stored = Objects.requireNonNull(read.open(FILES).openValue("a"));
        assertTrue(stored.read() >= 0);
        read.close();
        assertThrows(HandleClosedException.class, stored::read);
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, byte[]> table = transaction.open(FILES);
            InputStream own = table.openValue("a");
            assertNotNull(own);
            table.put("b", new byte[0]);
            assertThrows(
                    ConcurrentModificationException.class,
                    () -> Objects.requireNonNull(own).read());
        }
    }

    @Test
    void aMutableCursorEndsWithAnyOtherChange() {
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(NUMBERS);
            table.put("a", 1L);
            table.put("b", 2L);
            MutableCursor<String, Long> cursor = table.mutableCursor(KeyRange.all());
            assertThrows(IllegalStateException.class, cursor::remove);
            assertThrows(IllegalStateException.class, () -> cursor.set(1L));
            assertTrue(cursor.next());
            cursor.remove();
            assertThrows(IllegalStateException.class, cursor::value);
            assertTrue(cursor.next());
            cursor.set(3L);
            table.put("c", 4L);
            assertThrows(ConcurrentModificationException.class, cursor::next);
            assertThrows(ConcurrentModificationException.class, () -> cursor.seek("a"));
            assertEquals(3L, table.get("b"));
            transaction.commit();
            assertThrows(HandleClosedException.class, cursor::next);
        }
    }

    @Test
    void conditionsThatChangeTheTableAreRefused() {
        database.execute(transaction -> transaction.open(NUMBERS).put("a", 1L));
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(NUMBERS);
            assertThrows(
                    ConcurrentModificationException.class,
                    () -> table.removeIf(KeyRange.all(), (key, value) -> {
                        table.put("b", 2L);
                        return true;
                    }));
            assertThrows(PoisonedTransactionException.class, table::size);
        }
    }

    @Test
    void namesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> TableDefinition.of("", Codecs.LONG, Codecs.LONG));
        assertThrows(IllegalArgumentException.class, () -> TableDefinition.of("\ud800", Codecs.LONG, Codecs.LONG));
        assertThrows(
                IllegalArgumentException.class,
                () -> MultimapDefinition.of("n".repeat(1_025), Codecs.LONG, Codecs.LONG));
        TableDefinition<Long, Long> longest = TableDefinition.of("é".repeat(512), Codecs.LONG, Codecs.LONG);
        database.execute(transaction -> transaction.open(longest).put(1L, 2L));
        try (ReadTransaction transaction = database.beginRead()) {
            assertEquals(List.of(longest.name()), transaction.tables());
            assertFalse(transaction.open(longest).isEmpty());
        }
    }

    private static byte[] copy(ByteBuffer bytes) {
        assertTrue(bytes.isReadOnly());
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
