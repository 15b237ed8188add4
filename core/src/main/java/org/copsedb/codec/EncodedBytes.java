package org.copsedb.codec;

/**
 * A buffer for encodings, to be used again and again so that encoding a key allocates nothing. Not thread-safe.
 *
 * @see CheckedCodec#encode(Object, EncodedBytes)
 */
public final class EncodedBytes {
    private final ByteWriter writer;

    /** Creates an empty buffer that can grow as large as an array can be. */
    public EncodedBytes() {
        this(ByteWriter.MAXIMUM_SIZE);
    }

    /**
     * Creates an empty buffer with a limit.
     *
     * @param maximumSize the most bytes that it may hold; encoding more throws {@link CodecException}
     * @throws IllegalArgumentException if the limit is negative
     */
    public EncodedBytes(int maximumSize) {
        if (maximumSize < 0) {
            throw new IllegalArgumentException("The maximum size is negative: " + maximumSize);
        }
        this.writer = new ByteWriter(Math.min(maximumSize, ByteWriter.MAXIMUM_SIZE));
    }

    /**
     * Returns how many bytes there are.
     *
     * @return 0 or more
     */
    public int size() {
        return writer.size();
    }

    /**
     * Returns the array that holds the bytes, from index 0 to {@link #size}. It is not a copy: it is valid until
     * something is encoded, {@link #take taken} or {@link #clear cleared}.
     *
     * @return the array, at least as long as the size
     */
    public byte[] array() {
        return writer.array();
    }

    /**
     * Returns the bytes in an array of their own, and empties the buffer.
     *
     * @return an array of exactly {@link #size} bytes
     */
    public byte[] take() {
        return writer.take();
    }

    /** Empties the buffer. It keeps its array, unless that is long. */
    public void clear() {
        writer.truncate(0);
    }

    ByteWriter writer() {
        return writer;
    }
}
