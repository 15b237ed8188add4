package org.copsedb.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.copsedb.storage.StorageFile;

/** A file that keeps a list of the calls that succeeded, in their order. Safe for use by many threads. */
public class RecordingStorageFile extends DelegatingFile {
    private final List<FileOperation> operations = new CopyOnWriteArrayList<>();

    /**
     * Records the calls of a file.
     *
     * @param file where calls go; closed with this one
     */
    public RecordingStorageFile(StorageFile file) {
        super(file);
    }

    /**
     * Returns the calls so far.
     *
     * @return a list of its own
     */
    public final List<FileOperation> operations() {
        return List.copyOf(operations);
    }

    /**
     * Counts the calls of a kind so far.
     *
     * @param call the kind
     * @return how many succeeded
     */
    public final int count(FileCall call) {
        return (int) operations.stream()
                .filter(operation -> operation.call() == call)
                .count();
    }

    /** Forgets the calls so far. */
    public final void clear() {
        operations.clear();
    }

    private void note(FileCall call, long offset, int length) {
        operations.add(new FileOperation(call, offset, length));
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        super.read(offset, target, from, length);
        note(FileCall.READ, offset, length);
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        super.write(offset, source, from, length);
        note(FileCall.WRITE, offset, length);
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        super.writeDurably(offset, source, from, length);
        note(FileCall.WRITE_DURABLY, offset, length);
    }

    @Override
    public long size() {
        long size = super.size();
        note(FileCall.SIZE, 0, 0);
        return size;
    }

    @Override
    public void resize(long newSize) {
        super.resize(newSize);
        note(FileCall.RESIZE, newSize, 0);
    }

    @Override
    public void sync() {
        super.sync();
        note(FileCall.SYNC, 0, 0);
    }

    @Override
    public void close() {
        super.close();
        note(FileCall.CLOSE, 0, 0);
    }
}
