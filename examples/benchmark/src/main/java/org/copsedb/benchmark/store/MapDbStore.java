package org.copsedb.benchmark.store;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mapdb.BTreeMap;
import org.mapdb.DB;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/**
 * MapDB with its write-ahead log and a memory map, as its documentation advises for speed. It has one transaction for
 * all, so writers take turns here and readers see what is not committed; unsynced commits do not exist.
 */
final class MapDbStore implements KeyValueStore {
    private static final String FILE = "store.mapdb";

    private final DB database;
    private final BTreeMap<byte[], byte[]> map;
    private final ReentrantLock turn = new ReentrantLock();

    MapDbStore(StoreSettings settings) {
        database = DBMaker.fileDB(settings.directory().resolve(FILE).toFile())
                .fileMmapEnableIfSupported()
                .fileMmapPreclearDisable()
                .transactionEnable()
                .make();
        map = database.treeMap("entries", Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
                .counterEnable()
                .createOrOpen();
    }

    @Override
    public Writing beginWrite() {
        turn.lock();
        return new MapDbWriting();
    }

    @Override
    public Reading beginRead() {
        return new MapDbReading();
    }

    @Override
    public void close() {
        database.close();
    }

    private final class MapDbWriting implements Writing {
        private boolean isCommitted;

        @Override
        public void put(byte[] key, byte[] value) {
            map.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            map.remove(key);
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            return SortedMapRemovals.removeIf(map.entryIterator(from, true, to, false), test, map::remove);
        }

        @Override
        public long popFirst(long count) {
            return SortedMapRemovals.pop(count, map::firstEntry, map::remove);
        }

        @Override
        public long popLast(long count) {
            return SortedMapRemovals.pop(count, map::lastEntry, map::remove);
        }

        @Override
        public void commit() {
            database.commit();
            isCommitted = true;
        }

        @Override
        public void close() {
            try {
                if (!isCommitted) {
                    database.rollback();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    private final class MapDbReading implements Reading {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return map.get(key);
        }

        @Override
        public long scan(byte[] from, long limit) {
            return SortedMapRemovals.scan(map.entryIterator(from, true, null, false), limit);
        }

        @Override
        public long size() {
            return map.sizeLong();
        }

        @Override
        public void close() {
            // MapDB has no read transactions.
        }
    }
}
