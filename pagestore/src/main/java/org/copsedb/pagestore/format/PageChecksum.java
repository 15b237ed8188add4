package org.copsedb.pagestore.format;

import java.util.zip.CRC32C;
import org.copsedb.pagestore.PageHeader;

/**
 * The CRC-32C (Castagnoli) of a page or block: all bytes behind the four that hold it.
 *
 * <p>Cost: about 15 ns per KiB where the processor has the instruction. Safe for use by many threads.
 */
public final class PageChecksum {
    private PageChecksum() {}

    /**
     * Computes the checksum of a page.
     *
     * @param page the page's bytes
     * @return the CRC-32C of the bytes from {@link PageHeader#CHECKED_OFFSET} to the end
     */
    public static int of(byte[] page) {
        return of(page, PageHeader.CHECKED_OFFSET, page.length - PageHeader.CHECKED_OFFSET);
    }

    /**
     * Computes the checksum of part of an array.
     *
     * @param bytes the array
     * @param offset where the part begins
     * @param length its length in bytes
     * @return the CRC-32C
     */
    public static int of(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }

    /**
     * Computes the checksum of a page and stores it in its header.
     *
     * @param page the page's bytes
     */
    public static void seal(byte[] page) {
        PageHeader.setChecksum(page, of(page));
    }
}
