package org.copsedb.benchmark.store;

import java.io.IOException;
import java.util.Arrays;
import org.copsedb.benchmark.workload.Checksum;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionPriority;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with the options that its wiki gives as a start ("Setup Options and Basic Tuning"): Bloom filters of 10 bits,
 * blocks of 16 KiB, index and filters in the cache, levels of dynamic size. A transaction is a write batch, which is
 * atomic; what it removes by ranges it finds in the state that was committed before.
 */
final class RocksStore implements KeyValueStore {
    private static final int FILTER_BITS = 10;
    private static final int BLOCK_SIZE = 16 << 10;
    private static final int FORMAT = 6;
    private static final int BACKGROUND_JOBS = 6;

    static {
        RocksDB.loadLibrary();
    }

    private final LRUCache cache;
    private final BloomFilter filter = new BloomFilter(FILTER_BITS);
    private final Options options;
    private final WriteOptions writeOptions;
    private final RocksDB database;

    RocksStore(StoreSettings settings) {
        cache = new LRUCache(settings.cacheBytes());
        options = new Options()
                .setCreateIfMissing(true)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setBytesPerSync(1 << 20)
                .setCompactionPriority(CompactionPriority.MinOverlappingRatio)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockSize(BLOCK_SIZE)
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(FORMAT)
                        .setFilterPolicy(filter));
        writeOptions = new WriteOptions().setSync(settings.commits() == Commits.DURABLE);
        try {
            database = RocksDB.open(options, settings.directory().toString());
        } catch (RocksDBException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Merges all levels into one. */
    static void compact(StoreSettings settings) throws IOException {
        RocksStore store = new RocksStore(settings);
        try {
            store.database.compactRange();
        } catch (RocksDBException refused) {
            throw new IOException(refused);
        } finally {
            store.close();
        }
    }

    @Override
    public Writing beginWrite() {
        return new RocksWriting();
    }

    @Override
    public Reading beginRead() {
        return new RocksReading();
    }

    @Override
    public void close() {
        try {
            database.closeE();
        } catch (RocksDBException refused) {
            throw new IllegalStateException(refused);
        } finally {
            writeOptions.close();
            options.close();
            filter.close();
            cache.close();
        }
    }

    private final class RocksWriting implements Writing {
        private final WriteBatch batch = new WriteBatch();

        @Override
        public void put(byte[] key, byte[] value) {
            try {
                batch.put(key, value);
            } catch (RocksDBException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void remove(byte[] key) {
            try {
                batch.delete(key);
            } catch (RocksDBException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            long sum = 0;
            try (RocksIterator iterator = database.newIterator()) {
                for (iterator.seek(from); iterator.isValid(); iterator.next()) {
                    byte[] key = iterator.key();
                    if (Arrays.compareUnsigned(key, to) >= 0) {
                        break;
                    }
                    if (test.test(key[0])) {
                        sum += take(iterator, key);
                    }
                }
            }
            return sum;
        }

        private long take(RocksIterator iterator, byte[] key) {
            byte[] value = iterator.value();
            remove(key);
            return Checksum.of(value[0], value.length);
        }

        @Override
        public long popFirst(long count) {
            long sum = 0;
            try (RocksIterator iterator = database.newIterator()) {
                iterator.seekToFirst();
                for (long i = 0; i < count; i++, iterator.next()) {
                    sum += take(iterator, iterator.key());
                }
            }
            return sum;
        }

        @Override
        public long popLast(long count) {
            long sum = 0;
            try (RocksIterator iterator = database.newIterator()) {
                iterator.seekToLast();
                for (long i = 0; i < count; i++, iterator.prev()) {
                    sum += take(iterator, iterator.key());
                }
            }
            return sum;
        }

        @Override
        public void commit() {
            try {
                database.write(writeOptions, batch);
            } catch (RocksDBException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    private final class RocksReading implements Reading {
        private final Snapshot snapshot = database.getSnapshot();
        private final ReadOptions readOptions = new ReadOptions().setSnapshot(snapshot);
        private @Nullable RocksIterator iterator;

        @Override
        public byte @Nullable [] get(byte[] key) {
            try {
                return database.get(readOptions, key);
            } catch (RocksDBException refused) {
                throw new IllegalStateException(refused);
            }
        }

        private RocksIterator iterator() {
            RocksIterator opened = iterator;
            if (opened == null) {
                opened = database.newIterator(readOptions);
                iterator = opened;
            }
            return opened;
        }

        @Override
        public long scan(byte[] from, long limit) {
            RocksIterator entries = iterator();
            long sum = 0;
            long left = limit;
            for (entries.seek(from); entries.isValid(); entries.next()) {
                byte[] value = entries.value();
                sum += Checksum.of(value[0], value.length);
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }

        @Override
        public long size() {
            RocksIterator entries = iterator();
            long count = 0;
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                count++;
            }
            return count;
        }

        @Override
        public void close() {
            if (iterator != null) {
                iterator.close();
            }
            readOptions.close();
            database.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }
}
