package org.copsedb.testkit;

import org.copsedb.storage.StorageFile;

/** A file that passes every call on to another one; its subclasses change what they test. */
public class DelegatingFile implements StorageFile {
    private final StorageFile file;

    /**
     * Makes a file.
     *
     * @param file where calls go; closed with this one
     */
    public DelegatingFile(StorageFile file) {
        this.file = file;
    }

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        file.read(offset, target, from, length);
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        file.write(offset, source, from, length);
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
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
