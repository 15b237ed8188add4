package org.copsedb.benchmark.durability;

import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.copsedb.storage.ChannelStorageFile;
import org.copsedb.storage.FileAccess;
import org.copsedb.storage.StorageFile;

/** A file that counts the bytes that pass. Safe for use by many threads. */
final class CountingStorageFile implements StorageFile {
    private final StorageFile file;
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder bytesWrittenDurably = new LongAdder();

    private CountingStorageFile(StorageFile file) {
        this.file = file;
    }

    static CountingStorageFile open(Path path) {
        return new CountingStorageFile(ChannelStorageFile.open(path, FileAccess.OPEN_OR_CREATE));
    }

    /** Returns how many bytes were asked for. */
    long bytesRead() {
        return bytesRead.sum();
    }

    /** Returns how many bytes wait for a sync, or did. */
    long bytesWritten() {
        return bytesWritten.sum();
    }

    /** Returns how many bytes were written durably: those of the journal. */
    long bytesWrittenDurably() {
        return bytesWrittenDurably.sum();
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        bytesRead.add(length);
        file.read(offset, target, from, length);
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        bytesWritten.add(length);
        file.write(offset, source, from, length);
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        bytesWrittenDurably.add(length);
        file.writeDurably(offset, source, from, length);
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public void resize(long newSize) {
        file.resize(newSize);
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String description() {
        return file.description();
    }
}
