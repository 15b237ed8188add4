package org.copsedb.pagestore.checkpoint;

import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.format.FileHeader;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.StorageFile;

/**
 * Tells a file whose creation was cut short from one that holds something, whichever of the creation's writes were kept
 * and whatever the disk put where it kept none.
 *
 * <p>Such a file has no more than the blocks before the first region. Blank is what a disk makes of an area that it has
 * not written yet, and of zeros that it was about to write there: in each sector zeros, then ones, or one of them
 * alone. Either the first block is blank, since the header is written when all else is durable; or the header was torn,
 * over zeros, and then the slots say that nothing was committed. A blank file counts too, whoever made it; any other
 * foreign file does not.
 */
final class UnbornFile {
    private static final int SECTOR = 512;
    private static final int HEADER_BLOCKS = 1 + CheckpointSlot.SLOT_COUNT;

    private UnbornFile() {}

    /**
     * Tells whether a file may be begun again.
     *
     * @param file the file
     * @return whether nothing was ever committed to it
     */
    static boolean isUnborn(StorageFile file) {
        long size = file.size();
        if (size > FileLayout.MAXIMUM_BASE_PAGE_SIZE) {
            return false;
        }
        byte[] bytes = new byte[(int) size];
        file.read(0, bytes, 0, bytes.length);
        return isBlank(bytes, HEADER_BLOCKS * FileHeader.BLOCK_SIZE, bytes.length)
                && (isBlank(bytes, 0, FileHeader.BLOCK_SIZE) || hasTornHeader(bytes));
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        for (int i = from; i < end; i++) {
            boolean isFilled = i % SECTOR != 0 && bytes[i - 1] == -1;
            if (bytes[i] != -1 && (bytes[i] != 0 || isFilled)) {
                return false;
            }
        }
        return true;
    }

    /** The first sector holds the beginning of a header, followed by zeros, and the slots know of no commit. */
    private static boolean hasTornHeader(byte[] bytes) {
        if (bytes.length < HEADER_BLOCKS * FileHeader.BLOCK_SIZE || !isZero(bytes, SECTOR, FileHeader.BLOCK_SIZE)) {
            return false;
        }
        byte[] whole = new byte[FileHeader.CHECKSUM_OFFSET];
        LittleEndian.putLong(whole, FileHeader.MAGIC_OFFSET, FileHeader.MAGIC);
        LittleEndian.putInt(whole, FileHeader.VERSION_OFFSET, FileHeader.FORMAT_VERSION);
        int kept = SECTOR;
        while (kept > 0 && bytes[kept - 1] == 0) {
            kept--;
        }
        for (int i = 0; i < Math.min(kept, whole.length); i++) {
            if (bytes[i] != whole[i]) {
                return false;
            }
        }
        return !FileHeader.isValid(bytes) && slotsKnowOfNoCommit(bytes);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean slotsKnowOfNoCommit(byte[] bytes) {
        int valid = 0;
        for (int number = 0; number < CheckpointSlot.SLOT_COUNT; number++) {
            int offset = (int) CheckpointSlot.offset(number);
            byte[] block = new byte[FileHeader.BLOCK_SIZE];
            System.arraycopy(bytes, offset, block, 0, block.length);
            if (CheckpointSlot.isValid(block)) {
                CheckpointSlot slot = CheckpointSlot.fromBytes(block);
                if (slot.sequence() != 1 || slot.commitNumber() != 0 || slot.basePages() != 0) {
                    return false;
                }
                valid++;
            } else if (!isBlank(block, 0, block.length)) {
                return false;
            }
        }
        return valid > 0;
    }
}
