package org.copsedb.btree.apply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the write buffers of one transaction share. When it is used up, the largest buffer gives its writes
 * away. Not thread-safe.
 */
public final class WriteBudget {
    /** The smallest limit in bytes. */
    public static final long MINIMUM = 1 << 12;
    /** The greatest limit in bytes: what the places in a buffer reach. */
    public static final long MAXIMUM = 4L << 30;

    private final long limit;
    private final List<WriteBuffer> buffers = new ArrayList<>();

    /**
     * Creates a budget.
     *
     * @param limit bytes, {@link #MINIMUM} to {@link #MAXIMUM}
     * @throws IllegalArgumentException if the limit is out of range
     */
    public WriteBudget(long limit) {
        if (limit < MINIMUM || limit > MAXIMUM) {
            throw new IllegalArgumentException(
                    "a limit of " + limit + " bytes for buffered writes is not within " + MINIMUM + " to " + MAXIMUM);
        }
        this.limit = limit;
    }

    void add(WriteBuffer buffer) {
        buffers.add(buffer);
    }

    long limit() {
        return limit;
    }

    /** Makes room for some bytes more, as far as buffers can give writes away. */
    void makeRoom(long bytes) {
        long used = 0;
        for (WriteBuffer buffer : buffers) {
            used += buffer.memory();
        }
        while (used + bytes > limit) {
            WriteBuffer largest = largest();
            if (largest == null) {
                return;
            }
            used -= largest.memory();
            largest.giveWay();
            used += largest.memory();
        }
    }

    private @Nullable WriteBuffer largest() {
        WriteBuffer largest = null;
        for (WriteBuffer buffer : buffers) {
            if (!buffer.isMemoryEmpty() && (largest == null || buffer.memory() > largest.memory())) {
                largest = buffer;
            }
        }
        return largest;
    }
}
