package org.copsedb.pagestore;

/** What a commit's record in the journal says, and whether the commit waits for it. */
public final class JournalContent {
    private final byte[] bytes;
    private final int length;
    private final boolean waitsForDisk;

    /**
     * Names the content of a record, without copying it.
     *
     * @param bytes the content; not changed before the commit was handed over
     * @param length how many of the bytes count
     * @param waitsForDisk whether the commit is acknowledged and visible only when it is durable
     */
    public JournalContent(byte[] bytes, int length, boolean waitsForDisk) {
        this.bytes = bytes;
        this.length = length;
        this.waitsForDisk = waitsForDisk;
    }

    /**
     * Returns the content, which is not copied.
     *
     * @return an array that begins with it
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Returns how long the content is.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    boolean waitsForDisk() {
        return waitsForDisk;
    }
}
