package org.copsedb.benchmark.store;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.copsedb.Cursor;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.Durability;
import org.copsedb.Entry;
import org.copsedb.KeyRange;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.benchmark.workload.Checksum;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;

/** CopseDB with its defaults and the cache of the measurement. */
final class CopseStore implements KeyValueStore {
    private static final TableDefinition<byte[], byte[]> ENTRIES =
            TableDefinition.of("entries", Codecs.BYTES, Codecs.BYTES);

    private final Database database;

    CopseStore(StoreSettings settings) {
        database = Database.open(
                settings.directory().resolve("database.copse"),
                DatabaseOptions.defaults()
                        .cacheBytes(settings.cacheBytes())
                        .durability(
                                settings.commits() == Commits.DURABLE ? Durability.IMMEDIATE : Durability.EVENTUAL));
    }

    @Override
    public Writing beginWrite() {
        return new CopseWriting(database.beginWrite());
    }

    @Override
    public Reading beginRead() {
        return new CopseReading(database.beginRead());
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class CopseWriting implements Writing {
        private final WriteTransaction transaction;
        private final Table<byte[], byte[]> table;

        CopseWriting(WriteTransaction transaction) {
            this.transaction = transaction;
            this.table = transaction.open(ENTRIES);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            table.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            table.delete(key);
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            long[] sum = {0};
            table.extractIf(
                    KeyRange.closedOpen(from, to),
                    (key, value) -> test.test(key[0]),
                    (key, value) -> sum[0] += Checksum.of(value[0], value.length));
            return sum[0];
        }

        @Override
        public long popFirst(long count) {
            long sum = 0;
            for (long i = 0; i < count; i++) {
                sum += checksum(table.popFirst());
            }
            return sum;
        }

        @Override
        public long popLast(long count) {
            long sum = 0;
            for (long i = 0; i < count; i++) {
                sum += checksum(table.popLast());
            }
            return sum;
        }

        private static long checksum(@Nullable Entry<byte[], byte[]> entry) {
            if (entry == null) {
                throw new IllegalStateException("no entry is left");
            }
            return Checksum.of(entry.value()[0], entry.value().length);
        }

        @Override
        public void commit() {
            transaction.commit();
        }

        @Override
        public void close() {
            transaction.close();
        }
    }

    private static final class CopseReading implements Reading {
        private final ReadTransaction transaction;
        private final ReadableTable<byte[], byte[]> table;
        private @Nullable Cursor<byte[], byte[]> cursor;
        private final Function<ByteBuffer, CopseReading> look = this::look;
        private byte first;
        private int length;

        CopseReading(ReadTransaction transaction) {
            this.transaction = transaction;
            this.table = transaction.open(ENTRIES);
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return table.get(key);
        }

        @Override
        public long scan(byte[] from, long limit) {
            Cursor<byte[], byte[]> entries = cursor;
            if (entries == null) {
                entries = table.cursor();
                cursor = entries;
            }
            long sum = 0;
            boolean found = entries.seek(from);
            for (long left = limit; found; found = entries.next()) {
                entries.view(look);
                sum += Checksum.of(first, length);
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }

        private CopseReading look(ByteBuffer value) {
            first = value.get(0);
            length = value.remaining();
            return this;
        }

        @Override
        public long size() {
            return table.size();
        }

        @Override
        public void close() {
            transaction.close();
        }
    }
}
