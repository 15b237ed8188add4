package org.copsedb.pagestore.checkpoint;

import java.util.UUID;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.Version;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.format.FileHeader;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * The header of the file and the slot that names its durable state. For one thread at a time.
 *
 * <p>The two slots take turns, so that the one in force is never written over. Creating a file writes and syncs
 * everything else before the first block: a file whose first block is still empty was never created wholly and may be
 * begun again.
 */
public final class DurableState {
    /** How many stamps a slot reserves ahead, so that stamps may reach the file before the next slot is written. */
    private static final long RESERVATION = 1L << 24;

    private final StorageFile file;
    private final FileHeader header;
    private CheckpointSlot slot;

    private DurableState(StorageFile file, FileHeader header, CheckpointSlot slot) {
        this.file = file;
        this.header = header;
        this.slot = slot;
    }

    /**
     * Tells whether a file has no content yet: it is empty, or its creation was cut short.
     *
     * @param file the file
     * @return whether {@link #create} may begin it
     */
    public static boolean isUnborn(StorageFile file) {
        long size = file.size();
        if (size > FileLayout.MAXIMUM_BASE_PAGE_SIZE) {
            return false;
        }
        byte[] start = new byte[(int) Math.min(size, FileHeader.BLOCK_SIZE)];
        file.read(0, start, 0, start.length);
        for (byte b : start) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes a file an empty database, durably.
     *
     * @param file an {@linkplain #isUnborn unborn} file
     * @param layout the geometry it gets for life
     * @return its state: no roots, no regions
     */
    public static DurableState create(StorageFile file, FileLayout layout) {
        FileHeader header = new FileHeader(UUID.randomUUID(), layout);
        CheckpointSlot first = new CheckpointSlot(1, 0, 0, RESERVATION, 0, PageReference.NONE, PageReference.NONE);
        file.resize(layout.dataStart());
        DurableState state = new DurableState(file, header, first);
        state.writeSlot(first);
        file.sync();
        byte[] block = header.toBytes();
        file.write(0, block, 0, block.length);
        file.sync();
        return state;
    }

    /**
     * Reads the header and chooses the slot in force.
     *
     * @param file an existing database file
     * @return its state
     * @throws ForeignFileException if the file is not of CopseDB
     * @throws org.copsedb.storage.UnsupportedFormatException if it is of a version that this code does not know
     * @throws CorruptFileException if the header or both slots are damaged, or the file is shorter than the slot says
     */
    public static DurableState read(StorageFile file) {
        String name = file.description();
        long size = file.size();
        byte[] block = new byte[FileHeader.BLOCK_SIZE];
        if (size < 8) {
            throw new ForeignFileException(name, "has only " + size + " bytes");
        }
        file.read(0, block, 0, (int) Math.min(size, block.length));
        FileHeader header = FileHeader.fromBytes(block, name);
        if (size < header.layout().dataStart()) {
            throw new CorruptFileException(
                    "length of " + name, "at least " + header.layout().dataStart() + " bytes", size + " bytes");
        }
        CheckpointSlot best = null;
        for (int number = 0; number < CheckpointSlot.SLOT_COUNT; number++) {
            CheckpointSlot candidate = readSlot(file, number);
            if (candidate != null && (best == null || candidate.sequence() > best.sequence())) {
                best = candidate;
            }
        }
        if (best == null) {
            throw new CorruptFileException(
                    "checkpoint slots of " + name + ", offsets " + CheckpointSlot.offset(0) + " and "
                            + CheckpointSlot.offset(1),
                    "a valid slot",
                    "wrong checksums in both");
        }
        checkPlausible(best, header.layout(), name);
        long needed = header.layout().fileLength(best.basePages());
        if (size < needed) {
            throw new CorruptFileException("length of " + name, needed + " bytes", size + " bytes: it was cut off");
        }
        return new DurableState(file, header, best);
    }

    private static @Nullable CheckpointSlot readSlot(StorageFile file, int number) {
        byte[] block = new byte[FileHeader.BLOCK_SIZE];
        file.read(CheckpointSlot.offset(number), block, 0, block.length);
        return CheckpointSlot.isValid(block) ? CheckpointSlot.fromBytes(block) : null;
    }

    private static void checkPlausible(CheckpointSlot slot, FileLayout layout, String name) {
        long mostPages = (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages();
        String place = "checkpoint slot " + slot.slot() + " of " + name;
        if (slot.basePages() < 0 || slot.basePages() > mostPages) {
            throw new CorruptFileException(place, "0 to " + mostPages + " base pages", Long.toString(slot.basePages()));
        }
        if (slot.watermark() < 0 || slot.watermark() > slot.reservedStamps()) {
            throw new CorruptFileException(
                    place, "a watermark up to the reserved " + slot.reservedStamps(), Long.toString(slot.watermark()));
        }
    }

    /**
     * Returns what never changes.
     *
     * @return the header
     */
    public FileHeader header() {
        return header;
    }

    /**
     * Returns the durable version.
     *
     * @return the state that the slot in force names
     */
    public Version version() {
        return new Version(slot.commitNumber(), slot.watermark(), slot.userRoot(), slot.systemRoot());
    }

    /**
     * Returns the length of the durable state's regions.
     *
     * @return base pages
     */
    public long basePages() {
        return slot.basePages();
    }

    /**
     * Returns the last stamp that may be in the file. After opening, new stamps begin behind it.
     *
     * @return a stamp
     */
    public long reservedStamps() {
        return slot.reservedStamps();
    }

    /**
     * Raises the reservation durably, so that pages with stamps beyond the last one may be written.
     *
     * @param stamp a stamp that must be covered
     */
    public void reserveStamps(long stamp) {
        replaceSlot(new CheckpointSlot(
                slot.sequence() + 1,
                slot.commitNumber(),
                slot.watermark(),
                stamp + RESERVATION,
                slot.basePages(),
                slot.userRoot(),
                slot.systemRoot()));
    }

    /**
     * Makes a version the durable one: writes the other slot and syncs. All its pages must be durable before.
     *
     * @param version the version
     * @param basePages the length of its regions
     */
    public void store(Version version, long basePages) {
        replaceSlot(new CheckpointSlot(
                slot.sequence() + 1,
                version.number(),
                version.watermark(),
                Math.max(slot.reservedStamps(), version.watermark()),
                basePages,
                version.userRoot(),
                version.systemRoot()));
    }

    private void replaceSlot(CheckpointSlot next) {
        writeSlot(next);
        file.sync();
        slot = next;
    }

    private void writeSlot(CheckpointSlot next) {
        byte[] block = next.toBytes();
        file.write(CheckpointSlot.offset(next.slot()), block, 0, block.length);
    }
}
