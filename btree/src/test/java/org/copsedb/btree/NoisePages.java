package org.copsedb.btree;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.pagestore.PageKind;
import org.copsedb.pagestore.PageWriter;
import org.copsedb.testkit.MemoryPages;

/**
 * Pages for one large value of a content that can be made again: the pieces are not kept, but their headers and
 * checksums, and their bytes are made anew when they are read.
 */
final class NoisePages implements PageWriter {
    private static final int BLOCK = 4096;
    private static final byte[] PATTERN = new byte[1 << 16];

    static {
        new SplittableRandom(1).nextBytes(PATTERN);
    }

    /** What is kept of a piece: enough to make it again, and to tell whether it was written so. */
    private static final class Piece {
        final byte[] header;
        final int length;
        final long place;
        final long checksum;

        Piece(byte[] page, long place) {
            this.header = Arrays.copyOf(page, PageHeader.SIZE);
            this.length = page.length;
            this.place = place;
            this.checksum = checksumOf(page);
        }
    }

    private final MemoryPages kept;
    private final long length;
    private final Map<Long, Piece> pieces = new HashMap<>();
    private byte[] latest = new byte[0];
    private long latestPlace;
    private long place;
    private long forgotten;

    /** @param length the length of the value, as its last piece ends with it */
    NoisePages(int basePageSize, long length) {
        this.length = length;
        kept = new MemoryPages(basePageSize);
    }

    /** Makes the content: a pattern, and in each block of 4 KiB its number first. */
    static void fill(byte[] target, int offset, long from, int count) {
        int done = 0;
        while (done < count) {
            long at = from + done;
            int inBlock = (int) (at % BLOCK);
            int part = Math.min(count - done, BLOCK - inBlock);
            System.arraycopy(PATTERN, (int) (at & (PATTERN.length - 1)), target, offset + done, part);
            for (int i = inBlock; i < Math.min(Long.BYTES, inBlock + part); i++) {
                target[offset + done + i - inBlock] = (byte) ((at / BLOCK) >>> (i * Byte.SIZE));
            }
            done += part;
        }
    }

    long forgotten() {
        return forgotten;
    }

    int allocated() {
        forgetLatest();
        return pieces.size() + kept.allocated().size();
    }

    @Override
    public byte[] allocate(int order) {
        forgetLatest();
        latest = kept.allocate(order);
        latestPlace = place;
        return latest;
    }

    private void forgetLatest() {
        byte[] page = latest;
        latest = new byte[0];
        if (page.length == 0 || PageHeader.kind(page) != PageKind.VALUE) {
            return;
        }
        place = latestPlace + page.length - PageHeader.SIZE;
        long number = PageHeader.pageNumber(page);
        pieces.put(number, new Piece(page, latestPlace));
        kept.free(number, PageHeader.stamp(page));
        forgotten++;
    }

    private static long checksumOf(byte[] page) {
        CRC32C checksum = new CRC32C();
        checksum.update(page);
        return checksum.getValue();
    }

    @Override
    public byte[] read(long page, long stamp) {
        if (latest.length > 0 && PageHeader.pageNumber(latest) == page) {
            return latest;
        }
        Piece piece = pieces.get(page);
        if (piece == null) {
            return kept.read(page, stamp);
        }
        byte[] bytes = Arrays.copyOf(piece.header, piece.length);
        int content = (int) Math.min(length - piece.place, piece.length - PageHeader.SIZE);
        fill(bytes, PageHeader.SIZE, piece.place, content);
        if (checksumOf(bytes) != piece.checksum) {
            throw new IllegalStateException("a piece was written with other bytes");
        }
        return bytes;
    }

    @Override
    public byte[] readTransient(long page, long stamp) {
        return read(page, stamp);
    }

    @Override
    public void free(long page, long stamp) {
        forgetLatest();
        if (pieces.remove(page) == null) {
            kept.free(page, stamp);
        }
    }

    @Override
    public long stamp() {
        return kept.stamp();
    }

    @Override
    public int basePageSize() {
        return kept.basePageSize();
    }

    @Override
    public int maximumOrder() {
        return kept.maximumOrder();
    }
}
