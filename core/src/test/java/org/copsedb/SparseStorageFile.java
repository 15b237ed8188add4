package org.copsedb;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;

/**
 * A file in memory that keeps no zeros at the ends of its blocks, so that large values of zeros cost next to nothing.
 */
final class SparseStorageFile implements StorageFile {
    private static final int BLOCK = 4_096;
    private static final byte[] ZEROS = new byte[0];

    private final ConcurrentHashMap<Long, byte[]> blocks = new ConcurrentHashMap<>();
    private volatile long size;

    @Override
    public void read(long offset, byte[] target, int from, int length) {
        if (offset < 0 || offset + length > size) {
            throw new StorageException(
                    "read of " + length + " bytes at offset " + offset, new IOException("the file has " + size));
        }
        Arrays.fill(target, from, from + length, (byte) 0);
        for (long position = offset; position < offset + length; position = (position / BLOCK + 1) * BLOCK) {
            byte[] block = blocks.getOrDefault(position / BLOCK, ZEROS);
            int inBlock = (int) (position % BLOCK);
            int wanted = (int) Math.min(BLOCK - inBlock, offset + length - position);
            int there = Math.max(0, Math.min(wanted, block.length - inBlock));
            System.arraycopy(block, there == 0 ? 0 : inBlock, target, from + (int) (position - offset), there);
        }
    }

    @Override
    public void write(long offset, byte[] source, int from, int length) {
        for (long position = offset; position < offset + length; position = (position / BLOCK + 1) * BLOCK) {
            int inBlock = (int) (position % BLOCK);
            int count = (int) Math.min(BLOCK - inBlock, offset + length - position);
            int start = from + (int) (position - offset);
            blocks.compute(position / BLOCK, (number, before) -> {
                byte[] block = new byte[BLOCK];
                System.arraycopy(before == null ? ZEROS : before, 0, block, 0, before == null ? 0 : before.length);
                System.arraycopy(source, start, block, inBlock, count);
                return trimmed(block);
            });
        }
    }

    private static byte[] trimmed(byte[] block) {
        int mismatch = Arrays.mismatch(block, new byte[BLOCK]);
        int length = mismatch < 0 ? 0 : BLOCK;
        while (length > 0 && block[length - 1] == 0) {
            length--;
        }
        return length == 0 ? ZEROS : Arrays.copyOf(block, length);
    }

    @Override
    public void writeDurably(long offset, byte[] source, int from, int length) {
        write(offset, source, from, length);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void resize(long newSize) {
        if (newSize < size) {
            blocks.keySet().removeIf(number -> number * BLOCK >= newSize);
        }
        size = newSize;
    }

    @Override
    public void sync() {
        // Memory has it.
    }

    @Override
    public void close() {
        blocks.clear();
    }

    @Override
    public String description() {
        return "a sparse file in memory";
    }
}
