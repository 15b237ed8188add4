package org.copsedb.btree;

import java.nio.ByteBuffer;

/** Writes a value into room that was reserved for it. */
@FunctionalInterface
public interface ValueFiller {
    /**
     * Writes the next bytes of the value. Called once for a value that lies in a leaf; for a large value once for each
     * of its pieces, of at most 256 KiB, in order.
     *
     * @param target the room, all of it to be filled; bytes that are not written are zero. Not to be used after the
     *     call
     */
    void fill(ByteBuffer target);
}
