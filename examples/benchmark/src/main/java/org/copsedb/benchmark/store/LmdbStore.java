package org.copsedb.benchmark.store;

import static org.lmdbjava.DbiFlags.MDB_CREATE;
import static org.lmdbjava.EnvFlags.MDB_NOSYNC;
import static org.lmdbjava.EnvFlags.MDB_NOTLS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.copsedb.benchmark.workload.Checksum;
import org.copsedb.benchmark.workload.Entries;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.CopyFlags;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.SeekOp;
import org.lmdbjava.Txn;

/**
 * LMDB through lmdbjava, as its tutorial advises: its fastest buffers, direct memory that is used again, read
 * transactions that are reset and renewed. The system's page cache is its cache.
 */
final class LmdbStore implements KeyValueStore {
    private static final long MAP_SIZE = 64L << 30;
    private static final int READERS = 64;
    private static final byte[] NAME = "entries".getBytes(StandardCharsets.UTF_8);

    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> entries;
    private final Queue<LmdbReading> readers = new ConcurrentLinkedQueue<>();

    LmdbStore(StoreSettings settings) {
        EnvFlags[] flags = settings.commits() == Commits.DURABLE ? flags(MDB_NOTLS) : flags(MDB_NOTLS, MDB_NOSYNC);
        environment = Env.create()
                .setMapSize(MAP_SIZE)
                .setMaxDbs(1)
                .setMaxReaders(READERS)
                .open(settings.directory().toFile(), flags);
        entries = environment.openDbi(NAME, MDB_CREATE);
    }

    private static EnvFlags[] flags(EnvFlags... flags) {
        return flags;
    }

    /** Copies the store without its free pages, and puts the copy in its place. */
    static void compact(StoreSettings settings) throws IOException {
        Path copy = Files.createDirectory(settings.directory().resolve("copy"));
        LmdbStore store = new LmdbStore(settings);
        store.environment.copy(copy.toFile(), CopyFlags.MDB_CP_COMPACT);
        store.close();
        Files.move(
                copy.resolve("data.mdb"),
                settings.directory().resolve("data.mdb"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.delete(copy);
    }

    private static ByteBuffer fill(ByteBuffer buffer, byte[] bytes) {
        return buffer.clear().put(bytes).flip();
    }

    @Override
    public Writing beginWrite() {
        return new LmdbWriting(environment.txnWrite());
    }

    @Override
    public Reading beginRead() {
        LmdbReading reader = readers.poll();
        if (reader == null) {
            return new LmdbReading(environment.txnRead());
        }
        reader.transaction.renew();
        return reader;
    }

    @Override
    public void close() {
        for (LmdbReading reader : readers) {
            reader.transaction.close();
        }
        environment.close();
    }

    private final class LmdbWriting implements Writing {
        private final Txn<ByteBuffer> transaction;
        private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(Entries.KEY_SIZE);
        private final ByteBuffer valueBuffer = ByteBuffer.allocateDirect(Entries.VALUE_SIZE);

        LmdbWriting(Txn<ByteBuffer> transaction) {
            this.transaction = transaction;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(transaction, fill(keyBuffer, key), fill(valueBuffer, value));
        }

        @Override
        public void remove(byte[] key) {
            entries.delete(transaction, fill(keyBuffer, key));
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            long sum = 0;
            ByteBuffer end = fill(ByteBuffer.allocateDirect(to.length), to);
            try (Cursor<ByteBuffer> cursor = entries.openCursor(transaction)) {
                boolean found = cursor.get(fill(ByteBuffer.allocateDirect(from.length), from), GetOp.MDB_SET_RANGE);
                while (found && compare(cursor.key(), end) < 0) {
                    if (test.test(cursor.key().get(0))) {
                        sum += remove(cursor);
                        found = cursor.seek(SeekOp.MDB_GET_CURRENT) || cursor.next();
                    } else {
                        found = cursor.next();
                    }
                }
            }
            return sum;
        }

        private static int compare(ByteBuffer key, ByteBuffer end) {
            int mismatch = key.mismatch(end);
            if (mismatch < 0 || mismatch >= Math.min(key.remaining(), end.remaining())) {
                return Integer.compare(key.remaining(), end.remaining());
            }
            return Integer.compare(key.get(mismatch) & 0xFF, end.get(mismatch) & 0xFF);
        }

        private static long remove(Cursor<ByteBuffer> cursor) {
            ByteBuffer value = cursor.val();
            long sum = Checksum.of(value.get(0), value.remaining());
            cursor.delete();
            return sum;
        }

        @Override
        public long popFirst(long count) {
            return pop(count, SeekOp.MDB_FIRST);
        }

        @Override
        public long popLast(long count) {
            return pop(count, SeekOp.MDB_LAST);
        }

        private long pop(long count, SeekOp end) {
            long sum = 0;
            try (Cursor<ByteBuffer> cursor = entries.openCursor(transaction)) {
                for (long i = 0; i < count; i++) {
                    if (!cursor.seek(end)) {
                        throw new IllegalStateException("no entry is left");
                    }
                    sum += remove(cursor);
                }
            }
            return sum;
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

    private final class LmdbReading implements Reading {
        private final Txn<ByteBuffer> transaction;
        private final ByteBuffer keyBuffer = ByteBuffer.allocateDirect(Entries.KEY_SIZE);
        private @Nullable Cursor<ByteBuffer> cursor;

        LmdbReading(Txn<ByteBuffer> transaction) {
            this.transaction = transaction;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            ByteBuffer found = entries.get(transaction, fill(keyBuffer, key));
            if (found == null) {
                return null;
            }
            byte[] value = new byte[found.remaining()];
            found.get(value);
            return value;
        }

        @Override
        public long scan(byte[] from, long limit) {
            Cursor<ByteBuffer> opened = cursor;
            if (opened == null) {
                opened = entries.openCursor(transaction);
                cursor = opened;
            }
            long sum = 0;
            boolean found = opened.get(fill(keyBuffer, from), GetOp.MDB_SET_RANGE);
            for (long left = limit; found; found = opened.next()) {
                ByteBuffer value = opened.val();
                sum += Checksum.of(value.get(0), value.remaining());
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }

        @Override
        public long size() {
            return entries.stat(transaction).entries;
        }

        @Override
        public void close() {
            if (cursor != null) {
                cursor.close();
                cursor = null;
            }
            transaction.reset();
            readers.add(this);
        }
    }
}
