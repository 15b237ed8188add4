package org.copsedb.benchmark.engine;

import java.nio.file.Path;
import org.copsedb.Cursor;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.ReadTransaction;
import org.copsedb.ReadableTable;
import org.copsedb.Table;
import org.copsedb.TableDefinition;
import org.copsedb.WriteTransaction;
import org.copsedb.benchmark.workload.Checksum;
import org.copsedb.codec.Codecs;
import org.jspecify.annotations.Nullable;

/** CopseDB as an application uses it: a table of byte arrays in transactions. */
public final class DatabaseEngine implements Engine {
    private static final TableDefinition<byte[], byte[]> ENTRIES =
            TableDefinition.of("entries", Codecs.BYTES, Codecs.BYTES);
    private static final long CACHE_BYTES = 3L << 30;

    private final Database database;

    /**
     * Makes an empty database.
     *
     * @param directory where its file goes
     */
    public DatabaseEngine(Path directory) {
        database = Database.open(
                directory.resolve("database.copse"), DatabaseOptions.defaults().cacheBytes(CACHE_BYTES));
    }

    @Override
    public WriteSession beginWrite() {
        return new Writing(database);
    }

    @Override
    public ReadSession beginRead() {
        return new Reading(database.beginRead());
    }

    @Override
    public long bytesInUse() {
        return database.statistics().fileBytes();
    }

    @Override
    public void clear() {
        database.execute(transaction -> transaction.open(ENTRIES).clear());
    }

    @Override
    public void close() {
        database.close();
    }

    private static final class Writing implements WriteSession {
        private final Database database;
        private final WriteTransaction transaction;
        private final Table<byte[], byte[]> table;

        Writing(Database database) {
            this.database = database;
            this.transaction = database.beginWrite();
            this.table = transaction.open(ENTRIES);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            table.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            table.remove(key);
        }

        @Override
        public void apply() {
            table.size();
        }

        @Override
        public void commit() {
            transaction.commit();
            // Else what is read next would be timed beside the background's checkpoint.
            database.checkpoint();
        }
    }

    private static final class Reading implements ReadSession {
        private final ReadTransaction transaction;
        private final ReadableTable<byte[], byte[]> table;
        private @Nullable Cursor<byte[], byte[]> cursor;

        Reading(ReadTransaction transaction) {
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
                byte[] value = entries.value();
                sum += Checksum.of(value[0], value.length);
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }

        @Override
        public void close() {
            transaction.close();
        }
    }
}
