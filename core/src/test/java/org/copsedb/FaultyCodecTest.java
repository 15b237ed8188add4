package org.copsedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.copsedb.codec.ByteReader;
import org.copsedb.codec.ByteWriter;
import org.copsedb.codec.Codec;
import org.copsedb.codec.CodecException;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A codec that throws or lies spoils one operation, and neither the transaction nor what is stored. */
final class FaultyCodecTest {
    /** What a codec of numbers does wrong at the number 13. */
    private enum Fault {
        ENCODING_THROWS,
        ENCODING_WRITES_TOO_MUCH,
        DECODING_THROWS,
        DECODING_READS_TOO_LITTLE,
        DECODING_RETURNS_NULL
    }

    private static final class FaultyCodec implements Codec<Long> {
        private @Nullable Fault fault;

        @Override
        public String name() {
            return "long";
        }

        @Override
        public OptionalInt fixedSize() {
            return OptionalInt.of(Long.BYTES);
        }

        @Override
        public void encode(Long value, ByteWriter out) {
            out.writeLong(value);
            if (value == 13 && fault == Fault.ENCODING_THROWS) {
                throw new IllegalStateException("own");
            }
            if (value == 13 && fault == Fault.ENCODING_WRITES_TOO_MUCH) {
                out.writeLong(value);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // that is one of the faults
        public Long decode(ByteReader in) {
            if (fault == Fault.DECODING_THROWS) {
                throw new IllegalStateException("own");
            }
            long value = fault == Fault.DECODING_READS_TOO_LITTLE ? in.readInt() : in.readLong();
            return fault == Fault.DECODING_RETURNS_NULL ? null : value;
        }
    }

    private final FaultyCodec codec = new FaultyCodec();
    private final TableDefinition<String, Long> definition = TableDefinition.of("numbers", Codecs.STRING, codec);
    private final Database database =
            Database.inMemory(DatabaseOptions.defaults().withoutThreads());

    @AfterEach
    void close() {
        database.close();
    }

    /** Has operations fail in a transaction that goes on and commits, and looks at what is there then. */
    private void failing(List<Fault> faults, List<Consumer<Table<String, Long>>> operations) {
        for (Fault fault : faults) {
            try (WriteTransaction transaction = database.beginWrite()) {
                Table<String, Long> table = transaction.open(definition);
                table.clear();
                table.put("a", 1L);
                table.put("z", 26L);
                for (Consumer<Table<String, Long>> operation : operations) {
                    codec.fault = fault;
                    assertThrows(CodecException.class, () -> operation.accept(table), fault::toString);
                    codec.fault = null;
                    assertEquals(1L, table.get("a"), fault::toString);
                    assertEquals(2, table.size(), fault::toString);
                }
                table.put("b", 2L);
                transaction.commit();
            }
            try (ReadTransaction transaction = database.beginRead()) {
                assertEquals(
                        List.of(new Entry<>("a", 1L), new Entry<>("b", 2L), new Entry<>("z", 26L)),
                        transaction.open(definition).stream(KeyRange.all()).toList());
            }
            assertTrue(database.verify().isSound());
        }
    }

    @Test
    void aValueThatCanNotBeEncodedChangesNothing() {
        failing(
                List.of(Fault.ENCODING_THROWS, Fault.ENCODING_WRITES_TOO_MUCH),
                List.of(
                        table -> table.put("a", 13L),
                        table -> table.getAndPut("a", 13L),
                        table -> table.putIfAbsent("new", 13L),
                        table -> table.replace("a", 13L),
                        table -> table.replace("a", 1L, 13L),
                        table -> table.replace("a", 13L, 1L),
                        table -> table.remove("a", 13L),
                        table -> table.compute("a", (key, value) -> 13L),
                        table -> table.putSorted(List.of(new Entry<>("c", 3L), new Entry<>("d", 13L))
                                .iterator()),
                        table -> {
                            MutableCursor<String, Long> cursor = table.mutableCursor(KeyRange.all());
                            assertTrue(cursor.next());
                            cursor.set(13L);
                        },
                        table -> table.asMap().put("a", 13L)));
    }

    @Test
    void aValueThatCanNotBeDecodedStaysWhereItIs() {
        failing(
                List.of(Fault.DECODING_THROWS, Fault.DECODING_READS_TOO_LITTLE, Fault.DECODING_RETURNS_NULL),
                List.of(
                        table -> table.get("a"),
                        Table::first,
                        table -> table.getAndPut("a", 7L),
                        table -> table.replace("a", 7L),
                        table -> table.getAndRemove("a"),
                        table -> table.compute("a", (key, value) -> 7L),
                        Table::popFirst,
                        Table::popLast,
                        table -> assertEquals(
                                2, table.stream(KeyRange.all()).toList().size()),
                        table -> table.asMap().remove("a"),
                        table -> table.asMap().pollFirstEntry()));
    }

    @Test
    void aConditionOverValuesThatCanNotBeDecodedPoisonsAndIsRolledBack() {
        database.execute(transaction -> transaction.open(definition).put("a", 1L));
        try (WriteTransaction transaction = database.beginWrite()) {
            Table<String, Long> table = transaction.open(definition);
            codec.fault = Fault.DECODING_THROWS;
            assertThrows(CodecException.class, () -> table.removeIf(KeyRange.all(), (key, value) -> true));
            assertThrows(PoisonedTransactionException.class, transaction::commit);
        }
        codec.fault = null;
        try (ReadTransaction transaction = database.beginRead()) {
            assertEquals(1L, transaction.open(definition).get("a"));
        }
    }
}
