package org.copsedb.benchmark.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.copsedb.benchmark.workload.Checksum;
import org.copsedb.btree.Tree;
import org.copsedb.btree.TreeCursor;
import org.copsedb.btree.TreeShape;
import org.copsedb.btree.TreeWriter;
import org.copsedb.btree.ValueView;
import org.copsedb.btree.apply.WriteBudget;
import org.copsedb.btree.apply.WriteBuffer;
import org.copsedb.pagestore.PageNumber;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.PageStore;
import org.copsedb.pagestore.StoreOptions;
import org.copsedb.pagestore.StoreWriter;
import org.copsedb.storage.ChannelStorageFile;
import org.copsedb.storage.FileAccess;
import org.jspecify.annotations.Nullable;

/**
 * CopseDB's B+tree by itself, on a page store, without tables and transactions of the database. Its pages stay in
 * memory until the end: the store writes none while the clock runs.
 */
public final class TreeEngine implements Engine {
    private static final long CACHE_BYTES = 3L << 30;
    /** More than there will be, so that no checkpoint begins. */
    private static final long DIRTY_BYTES = 1L << 40;
    /** Room for five million entries and their places. */
    private static final long BUFFER_BYTES = 1L << 30;

    private final PageStore store;
    private final TreeShape shape;
    private PageReference root = PageReference.NONE;

    /**
     * Makes an empty tree.
     *
     * @param directory where its file goes
     * @param shape the size of its nodes, in base pages of 4 KiB
     */
    public TreeEngine(Path directory, TreeShape shape) {
        this.shape = shape;
        StoreOptions options =
                StoreOptions.defaults().withCacheBytes(CACHE_BYTES).withDirtyBytes(DIRTY_BYTES);
        this.store = PageStore.open(
                ChannelStorageFile.open(directory.resolve("tree.copse"), FileAccess.OPEN_OR_CREATE), options);
    }

    @Override
    public WriteSession beginWrite() {
        return new Writing();
    }

    @Override
    public Optional<WriteSession> beginBlindWrite() {
        return Optional.of(new BlindWriting());
    }

    @Override
    public ReadSession beginRead() {
        return new Reading(new Tree(store, root));
    }

    @Override
    public long bytesInUse() {
        long[] pages = {0};
        new Tree(store, root)
                .forEachPage((page, stamp, kind) -> pages[0] += (long) store.basePageSize() << PageNumber.order(page));
        return pages[0];
    }

    @Override
    public void clear() {
        StoreWriter pages = store.beginWrite();
        TreeWriter writer = new TreeWriter(pages, shape, root);
        writer.clear();
        root = writer.root();
        pages.commit(root, PageReference.NONE);
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Writing implements WriteSession {
        private final StoreWriter pages = store.beginWrite();
        private final TreeWriter writer = new TreeWriter(pages, shape, root);

        @Override
        public void put(byte[] key, byte[] value) {
            writer.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            writer.remove(key);
        }

        @Override
        public void apply() {
            // Every write went into the tree at once.
        }

        @Override
        public void commit() {
            root = writer.root();
            pages.commit(root, PageReference.NONE);
        }
    }

    private final class BlindWriting implements WriteSession {
        private final StoreWriter pages = store.beginWrite();
        private final TreeWriter writer = new TreeWriter(pages, shape, root);
        private final WriteBuffer buffer = new WriteBuffer(pages, shape, writer, new WriteBudget(BUFFER_BYTES));

        @Override
        public void put(byte[] key, byte[] value) {
            buffer.put(key, value);
        }

        @Override
        public void remove(byte[] key) {
            buffer.remove(key);
        }

        @Override
        public void apply() {
            buffer.apply();
        }

        @Override
        public void commit() {
            root = writer.root();
            pages.commit(root, PageReference.NONE);
        }
    }

    private static final class Reading implements ReadSession {
        private final Tree tree;
        private @Nullable TreeCursor cursor;

        Reading(Tree tree) {
            this.tree = tree;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return tree.get(key);
        }

        @Override
        public long scan(byte[] from, long limit) {
            TreeCursor entries = cursor;
            if (entries == null) {
                entries = tree.cursor();
                cursor = entries;
            }
            long sum = 0;
            boolean found = entries.seek(from);
            for (long left = limit; found; found = entries.next()) {
                ValueView value = entries.value();
                sum += Checksum.of(value.array()[value.offset()], value.length());
                if (--left == 0) {
                    break;
                }
            }
            return sum;
        }

        @Override
        public void close() {
            // A tree holds nothing that has to be given back.
        }
    }
}
