package org.copsedb.benchmark.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.copsedb.benchmark.workload.Checksum;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * SQLite through sqlite-jdbc: a table without row numbers, a write-ahead log, prepared statements, memory-mapped reads,
 * one connection that writes and one for each reader. A durable commit is {@code synchronous=FULL}, an unsynced one
 * {@code OFF}.
 */
final class SqliteStore implements KeyValueStore {
    private static final String FILE = "store.sqlite";
    private static final long MAP_SIZE = 2_000_000_000;

    private final StoreSettings settings;
    private final Connection writer;
    private final PreparedStatement put;
    private final PreparedStatement remove;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<SqliteReading> readers = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    SqliteStore(StoreSettings settings) {
        this.settings = settings;
        try {
            writer = connect();
            try (Statement statement = writer.createStatement()) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID");
            }
            writer.setAutoCommit(false);
            put = writer.prepareStatement("INSERT OR REPLACE INTO entries VALUES (?, ?)");
            remove = writer.prepareStatement("DELETE FROM entries WHERE key = ?");
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Rewrites the file. */
    static void compact(StoreSettings settings) {
        SqliteStore store = new SqliteStore(settings);
        try (Statement statement = store.writer.createStatement()) {
            store.writer.setAutoCommit(true);
            statement.execute("VACUUM");
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        } finally {
            store.close();
        }
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                settings.commits() == Commits.DURABLE
                        ? SQLiteConfig.SynchronousMode.FULL
                        : SQLiteConfig.SynchronousMode.OFF);
        config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, Long.toString(MAP_SIZE));
        // Negative: in KiB.
        config.setCacheSize((int) -(settings.cacheBytes() >> 10));
        Connection connection =
                config.createConnection("jdbc:sqlite:" + settings.directory().resolve(FILE));
        connections.add(connection);
        return connection;
    }

    @Override
    public Writing beginWrite() {
        turn.lock();
        return new SqliteWriting();
    }

    @Override
    public Reading beginRead() {
        SqliteReading reader = readers.poll();
        try {
            return reader == null ? new SqliteReading(connect()) : reader;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                if (connection != writer) {
                    connection.close();
                }
            }
            writer.close();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private final class SqliteWriting implements Writing {
        private boolean isCommitted;

        @Override
        public void put(byte[] key, byte[] value) {
            try {
                put.setBytes(1, key);
                put.setBytes(2, value);
                put.executeUpdate();
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void remove(byte[] key) {
            try {
                remove.setBytes(1, key);
                remove.executeUpdate();
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        /** The test is of the application, so keys come to it; those that pass are removed when the query is over. */
        @Override
        public long removeIf(byte[] from, byte[] to, KeyTest test) {
            try (PreparedStatement select =
                    writer.prepareStatement("SELECT key, value FROM entries WHERE key >= ? AND key < ? ORDER BY key")) {
                select.setBytes(1, from);
                select.setBytes(2, to);
                return removeFound(select, test);
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        private long removeFound(PreparedStatement select, KeyTest test) throws SQLException {
            long sum = 0;
            List<byte[]> passed = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    byte[] key = found.getBytes(1);
                    if (test.test(key[0])) {
                        byte[] value = found.getBytes(2);
                        sum += Checksum.of(value[0], value.length);
                        passed.add(key);
                    }
                }
            }
            passed.forEach(this::remove);
            return sum;
        }

        @Override
        public long popFirst(long count) {
            return pop(count, "ASC");
        }

        @Override
        public long popLast(long count) {
            return pop(count, "DESC");
        }

        private long pop(long count, String order) {
            try (PreparedStatement select =
                    writer.prepareStatement("SELECT key, value FROM entries ORDER BY key " + order + " LIMIT 1")) {
                long sum = 0;
                for (long i = 0; i < count; i++) {
                    sum += removeFound(select, firstByte -> true);
                }
                return sum;
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void commit() {
            try {
                writer.commit();
                isCommitted = true;
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void close() {
            try {
                if (!isCommitted) {
                    writer.rollback();
                }
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            } finally {
                turn.unlock();
            }
        }
    }

    private final class SqliteReading implements Reading {
        private final Connection connection;
        private final PreparedStatement get;
        private final PreparedStatement scan;

        SqliteReading(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            get = connection.prepareStatement("SELECT value FROM entries WHERE key = ?");
            scan = connection.prepareStatement("SELECT value FROM entries WHERE key >= ? ORDER BY key LIMIT ?");
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            try {
                get.setBytes(1, key);
                try (ResultSet found = get.executeQuery()) {
                    return found.next() ? found.getBytes(1) : null;
                }
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public long scan(byte[] from, long limit) {
            try {
                scan.setBytes(1, from);
                scan.setLong(2, limit);
                long sum = 0;
                try (ResultSet found = scan.executeQuery()) {
                    while (found.next()) {
                        byte[] value = found.getBytes(1);
                        sum += Checksum.of(value[0], value.length);
                    }
                }
                return sum;
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public long size() {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM entries")) {
                return count.getLong(1);
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }

        @Override
        public void close() {
            try {
                connection.commit();
                readers.add(this);
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        }
    }
}
