package org.copsedb.benchmark.engine;

import static org.lmdbjava.DbiFlags.MDB_CREATE;
import static org.lmdbjava.EnvFlags.MDB_NOSYNC;
import static org.lmdbjava.EnvFlags.MDB_NOTLS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.copsedb.benchmark.workload.Checksum;
import org.copsedb.benchmark.workload.Entries;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.GetOp;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * LMDB through lmdbjava, with its fastest buffers (unsafe access to the map, keys in direct memory that is used again
 * and again). Nothing is synced: commits are not what is measured here.
 */
public final class LmdbJavaEngine implements Engine {
    private static final long MAP_SIZE = 16L << 30;

    private final Env<ByteBuffer> environment;
    private final Dbi<ByteBuffer> entries;
    private final ByteBuffer keyBuffer = direct(Entries.KEY_SIZE);
    private final ByteBuffer valueBuffer = direct(Entries.VALUE_SIZE);

    /**
     * Makes an empty environment.
     *
     * @param directory where its files go
     */
    public LmdbJavaEngine(Path directory) {
        environment = Env.create().setMapSize(MAP_SIZE).setMaxDbs(1).open(directory.toFile(), MDB_NOSYNC, MDB_NOTLS);
        entries = environment.openDbi("entries".getBytes(StandardCharsets.UTF_8), MDB_CREATE);
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.BIG_ENDIAN);
    }

    private static ByteBuffer fill(ByteBuffer buffer, byte[] bytes) {
        return buffer.clear().put(bytes).flip();
    }

    @Override
    public WriteSession beginWrite() {
        return new Writing(environment.txnWrite());
    }

    @Override
    public ReadSession beginRead() {
        return new Reading(environment.txnRead());
    }

    @Override
    public long bytesInUse() {
        try (Txn<ByteBuffer> transaction = environment.txnRead()) {
            Stat stat = entries.stat(transaction);
            return (stat.branchPages + stat.leafPages + stat.overflowPages) * stat.pageSize;
        }
    }

    @Override
    public void clear() {
        try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
            entries.drop(transaction);
            transaction.commit();
        }
    }

    @Override
    public void close() {
        environment.close();
    }

    private final class Writing implements WriteSession {
        private final Txn<ByteBuffer> transaction;

        Writing(Txn<ByteBuffer> transaction) {
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
        public void apply() {
            // Every write went into the tree at once.
        }

        @Override
        public void commit() {
            transaction.commit();
            transaction.close();
        }
    }

    private final class Reading implements ReadSession {
        private final Txn<ByteBuffer> transaction;
        private @Nullable Cursor<ByteBuffer> cursor;

        Reading(Txn<ByteBuffer> transaction) {
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
        public void close() {
            if (cursor != null) {
                cursor.close();
            }
            transaction.close();
        }
    }
}
