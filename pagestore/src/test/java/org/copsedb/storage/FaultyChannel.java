package org.copsedb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel that takes or gives fewer bytes than asked for, and whose syncs fail when told to. */
class FaultyChannel extends FileChannel {
    private final FileChannel channel;
    /** The most bytes that one call moves; 0 makes it move none. */
    int mostBytes = Integer.MAX_VALUE;
    /** Where the disk is full: no byte at or past it can be written. */
    long fullFrom = Long.MAX_VALUE;
    /** The largest request seen. */
    int largestRequest;

    @Nullable
    IOException nextForce;
    /** The argument of each force so far. */
    final List<Boolean> forces = new ArrayList<>();

    FaultyChannel(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        largestRequest = Math.max(largestRequest, target.remaining());
        ByteBuffer part = target.duplicate();
        part.limit(part.position() + Math.min(part.remaining(), mostBytes));
        int count = channel.read(part, position);
        target.position(part.position());
        return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        largestRequest = Math.max(largestRequest, source.remaining());
        ByteBuffer part = source.duplicate();
        if (position >= fullFrom) {
            throw new IOException("No space left on device");
        }
        long room = Math.min(mostBytes, fullFrom - position);
        part.limit(part.position() + (int) Math.min(part.remaining(), room));
        int count = channel.write(part, position);
        source.position(part.position());
        return count;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        forces.add(metaData);
        IOException failure = nextForce;
        if (failure != null) {
            nextForce = null;
            throw failure;
        }
        channel.force(metaData);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        channel.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
