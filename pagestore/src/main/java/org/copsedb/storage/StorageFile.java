package org.copsedb.storage;

/**
 * One file of bytes: the only seam between CopseDB and a disk.
 *
 * <p><b>Length.</b> Reads and writes never pass the end; only {@link #resize} moves it. Bytes that a resize added read
 * as zeros until they are written.
 *
 * <p><b>Durability.</b> What was written or resized is certain to survive a crash of the operating system or a loss of
 * power only after a {@link #sync} that began later has returned, or, for the bytes of one call, after
 * {@link #writeDurably} has returned. Before that, a crash may keep or lose each of a write's 512-byte sectors on its
 * own, in any order, and the length apart from the bytes; added bytes may then hold anything.
 *
 * <p><b>Failure.</b> Nobody knows what a failed call wrote. A failed sync must never be tried again, since a second one
 * may succeed although the bytes of the first are lost; a file from the operating system takes no more changes after a
 * failed {@code sync} or {@code writeDurably}.
 *
 * <p><b>Threads.</b> All methods may be called by any number of threads at once. Who reads a range while another thread
 * writes it may see any mixture of old and new bytes, and calls that write one range at once leave any mixture; keeping
 * them apart is up to the caller. {@link Thread#interrupt()} has no effect on any method: the call is completed, and
 * the thread is still interrupted when it returns.
 */
public interface StorageFile extends AutoCloseable {
    /**
     * Reads bytes.
     *
     * @param offset where in the file the bytes begin, 0 or more
     * @param target where the bytes are stored
     * @param from the index of the first in {@code target}
     * @param length how many; 0 is allowed
     * @throws CorruptFileException if the range passes the end of the file: whatever refers to it, or the file's
     *     length, is wrong
     * @throws IndexOutOfBoundsException if the offset is negative or the target is too short
     * @throws StorageException if the disk refuses or the file is closed
     */
    void read(long offset, byte[] target, int from, int length);

    /**
     * Writes bytes. They are seen by all reads from now on, but not yet durable.
     *
     * @param offset where in the file the bytes begin, 0 or more
     * @param source where the bytes are; not changed by anybody before the call returns
     * @param from the index of the first in {@code source}
     * @param length how many; 0 is allowed
     * @throws IndexOutOfBoundsException if the range passes the end of the file, the offset is negative or the source
     *     is too short
     * @throws StorageException if the disk refuses or the file is closed; some of the bytes may have been written
     * @throws StoreFailedException if an earlier {@code sync} or {@code writeDurably} failed
     */
    void write(long offset, byte[] source, int from, int length);

    /**
     * Writes bytes and waits until they, and the file's length, are durable. Other un-synced writes are not waited for,
     * so this is the quick way to make few bytes durable while many others are on their way. It neither waits for a
     * {@link #sync} under way nor holds one up.
     *
     * @param offset where in the file the bytes begin, 0 or more
     * @param source where the bytes are; not changed by anybody before the call returns
     * @param from the index of the first in {@code source}
     * @param length how many; 0 is allowed
     * @throws IndexOutOfBoundsException if the range passes the end of the file, the offset is negative or the source
     *     is too short
     * @throws StorageException if the disk refuses or the file is closed; some of the bytes may have been written
     * @throws StoreFailedException if an earlier {@code sync} or {@code writeDurably} failed
     */
    void writeDurably(long offset, byte[] source, int from, int length);

    /**
     * Returns the length of the file. Costs no access to the disk.
     *
     * @return bytes, 0 or more
     * @throws StorageException if the file is closed
     */
    long size();

    /**
     * Cuts the file or makes it longer.
     *
     * @param newSize the new length in bytes, 0 or more
     * @throws IllegalArgumentException if {@code newSize} is negative
     * @throws StorageException if the disk refuses or the file is closed; the length is as before
     * @throws StoreFailedException if an earlier {@code sync} or {@code writeDurably} failed
     */
    void resize(long newSize);

    /**
     * Waits until all that was written and resized before this call is durable.
     *
     * @throws StorageException if the disk refuses or the file is closed; nothing since the last sync is certain
     * @throws StoreFailedException if an earlier {@code sync} or {@code writeDurably} failed
     */
    void sync();

    /**
     * Closes the file, without a sync. Calls of other threads that are under way are completed or fail with a
     * {@link StorageException}. A file that is closed already stays so.
     *
     * @throws StorageException if the system reports an error; the file is closed nevertheless
     */
    @Override
    void close();

    /**
     * Names the file in messages.
     *
     * @return its path, where it has one
     */
    String description();
}
