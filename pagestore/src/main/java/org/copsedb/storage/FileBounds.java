package org.copsedb.storage;

import java.util.Objects;

/** The checks of arguments that are the same for every {@link StorageFile}. Each is O(1). */
public final class FileBounds {
    private FileBounds() {}

    /**
     * Checks the arguments of a read.
     *
     * @param file the file, named in messages
     * @param offset where the range begins
     * @param length how long it is, 0 or more
     * @param size the length of the file
     * @throws IndexOutOfBoundsException if the offset is negative
     * @throws CorruptFileException if the range passes the end of the file
     */
    public static void checkRead(StorageFile file, long offset, int length, long size) {
        checkOffset(file, offset);
        if (offset > size - length) {
            throw pastEnd(file, offset, length, size);
        }
    }

    /**
     * Checks the arguments of a write.
     *
     * @param file the file, named in messages
     * @param offset where the range begins
     * @param length how long it is, 0 or more
     * @param size the length of the file
     * @throws IndexOutOfBoundsException if the offset is negative or the range passes the end of the file
     */
    public static void checkWrite(StorageFile file, long offset, int length, long size) {
        checkOffset(file, offset);
        if (offset > size - length) {
            throw new IndexOutOfBoundsException("cannot write " + length + " bytes at offset " + offset + " of "
                    + file.description() + ", which has " + size + " bytes");
        }
    }

    /**
     * Checks the range of an array.
     *
     * @param array the array
     * @param from the index of the first element
     * @param length how many
     * @throws IndexOutOfBoundsException if the range does not lie within the array
     */
    public static void checkArray(byte[] array, int from, int length) {
        Objects.checkFromIndexSize(from, length, array.length);
    }

    /**
     * Checks the argument of a resize.
     *
     * @param file the file, named in messages
     * @param newSize the wanted length
     * @throws IllegalArgumentException if it is negative
     */
    public static void checkResize(StorageFile file, long newSize) {
        if (newSize < 0) {
            throw new IllegalArgumentException("cannot resize " + file.description() + " to " + newSize + " bytes");
        }
    }

    /**
     * Makes the exception for a read past the end.
     *
     * @param file the file, named in the message
     * @param offset where the range begins
     * @param length how long it is
     * @param size the length of the file
     * @return the exception to throw
     */
    static CorruptFileException pastEnd(StorageFile file, long offset, int length, long size) {
        return new CorruptFileException(
                "offset " + offset + " of " + file.description(), length + " bytes", "the end of the file at " + size);
    }

    private static void checkOffset(StorageFile file, long offset) {
        if (offset < 0) {
            throw new IndexOutOfBoundsException("offset " + offset + " in " + file.description() + " is negative");
        }
    }
}
