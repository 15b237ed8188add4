package org.copsedb.pagestore.checkpoint;

import java.util.Arrays;
import java.util.UUID;
import org.copsedb.pagestore.LittleEndian;
import org.copsedb.pagestore.PageReference;
import org.copsedb.pagestore.format.CheckpointSlot;
import org.copsedb.pagestore.format.FileHeader;
import org.copsedb.pagestore.journal.JournalStart;
import org.copsedb.pagestore.region.FileLayout;
import org.copsedb.storage.CorruptFileException;
import org.copsedb.storage.DatabaseLockedException;
import org.copsedb.storage.ForeignFileException;
import org.copsedb.storage.StorageFile;
import org.jspecify.annotations.Nullable;

/**
 * The header of the file and the two slots that name its durable state. For one thread at a time.
 *
 * <p>A state is written to one slot and synced, then to the other and synced. So while one is written the other names a
 * whole state, and once both are, no rotten one takes anything back. Creating a file writes and syncs everything else
 * before the first block: a file whose first block is still empty was never created wholly and may be begun again.
 */
public final class DurableState {
    /** How many stamps a slot reserves ahead, so that stamps may reach the file before the next slot is written. */
    private static final long RESERVATION = 1L << 20;

    private final StorageFile file;
    private final FileHeader header;
    private final byte[] owner = new byte[FileHeader.OWNER_SIZE];

    /** Whether both slots name the state; otherwise one of them may be what a crash or a failed sync left. */
    private final boolean settled;

    /** The number of the slot in force when the file was opened: it must not be written before the other one is. */
    private int inForce;

    private CheckpointSlot slot;

    private DurableState(StorageFile file, FileHeader header, CheckpointSlot slot, boolean settled) {
        this.file = file;
        this.header = header;
        this.slot = slot;
        this.settled = settled;
        UUID id = UUID.randomUUID();
        LittleEndian.putLong(owner, 0, id.getMostSignificantBits());
        LittleEndian.putLong(owner, Long.BYTES, id.getLeastSignificantBits());
    }

    /**
     * Tells whether a file has no content yet: it is empty, or its creation was cut short.
     *
     * @param file the file
     * @return whether {@link #create} may begin it
     */
    public static boolean isUnborn(StorageFile file) {
        return UnbornFile.isUnborn(file);
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
        CheckpointSlot first = new CheckpointSlot(
                1, 0, 0, RESERVATION, 0, PageReference.NONE, PageReference.NONE, JournalStart.NONE, PageReference.NONE);
        if (file.size() > 0) {
            // What a creation left that was cut short must not mix with what this one leaves if it is cut short too.
            file.resize(0);
            file.sync();
        }
        file.resize(layout.dataStart());
        // Whatever the disk puts there as the file grows: the header must be written over zeros.
        file.write(0, new byte[(int) layout.dataStart()], 0, (int) layout.dataStart());
        byte[] block = first.toBytes();
        for (int number = 0; number < CheckpointSlot.SLOT_COUNT; number++) {
            file.write(CheckpointSlot.offset(number), block, 0, block.length);
        }
        file.sync();
        block = header.toBytes();
        file.write(0, block, 0, block.length);
        file.sync();
        return new DurableState(file, header, first, true);
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
        if (size < Long.BYTES) {
            throw new ForeignFileException(name, "has only " + size + " bytes");
        }
        file.read(0, block, 0, (int) Math.min(size, block.length));
        FileHeader header = FileHeader.fromBytes(block, name);
        if (size < header.layout().dataStart()) {
            throw new CorruptFileException(
                    "length of " + name, "at least " + header.layout().dataStart() + " bytes", size + " bytes");
        }
        CheckpointSlot first = readSlot(file, 0);
        CheckpointSlot second = readSlot(file, 1);
        boolean secondIsNewer = first == null || (second != null && second.sequence() > first.sequence());
        CheckpointSlot best = secondIsNewer ? second : first;
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
        boolean settled = first != null && second != null && Arrays.equals(first.toBytes(), second.toBytes());
        DurableState state = new DurableState(file, header, best, settled);
        state.inForce = settled || secondIsNewer ? 1 : 0;
        return state;
    }

    private static @Nullable CheckpointSlot readSlot(StorageFile file, int number) {
        byte[] block = new byte[FileHeader.BLOCK_SIZE];
        file.read(CheckpointSlot.offset(number), block, 0, block.length);
        return CheckpointSlot.isValid(block) ? CheckpointSlot.fromBytes(block) : null;
    }

    private static void checkPlausible(CheckpointSlot slot, FileLayout layout, String name) {
        long mostPages = (long) FileLayout.MAXIMUM_REGIONS * layout.regionPages();
        String place = "checkpoint slot of sequence " + slot.sequence() + " of " + name;
        if (slot.basePages() < 0 || slot.basePages() > mostPages) {
            throw new CorruptFileException(place, "0 to " + mostPages + " base pages", Long.toString(slot.basePages()));
        }
        if (slot.directory().isNone() != (slot.basePages() == 0)) {
            throw new CorruptFileException(place, "a directory of " + slot.basePages() + " base pages", "none, or one");
        }
        if (slot.watermark() < 0 || slot.watermark() > slot.reservedStamps()) {
            throw new CorruptFileException(
                    place, "a watermark up to the reserved " + slot.reservedStamps(), Long.toString(slot.watermark()));
        }
    }

    /**
     * Prepares for changes: leaves a mark in the file by which a second owner would be noticed, and if the slots
     * differ, writes the chosen one again and syncs. It may be in the operating system's memory only, after a sync that
     * failed in a process that is gone.
     */
    public void takeOver() {
        file.write(FileHeader.OWNER_OFFSET, owner, 0, owner.length);
        if (!settled) {
            replaceSlots(slot.withSequence(slot.sequence() + 1));
        }
    }

    /**
     * Writes the state to both slots again: what is about to be replayed from the journal stands on it, and the system
     * may show what the disk does not have.
     */
    public void rewrite() {
        replaceSlots(slot.withSequence(slot.sequence() + 1));
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
     * Returns the durable state.
     *
     * @return the slot in force
     */
    public CheckpointSlot slot() {
        return slot;
    }

    /**
     * Raises the reservation durably, so that pages with stamps up to one, and some beyond, may be written.
     *
     * @param stamp a stamp that must be covered
     */
    public void reserveStamps(long stamp) {
        if (stamp > slot.reservedStamps()) {
            replaceSlots(slot.withSequence(slot.sequence() + 1).withReservedStamps(stamp + RESERVATION));
        }
    }

    private void replaceSlots(CheckpointSlot next) {
        for (int number : new int[] {1 - inForce, inForce}) {
            writeSlot(number, next);
            file.sync();
        }
        slot = next;
    }

    /**
     * Writes one slot, without a sync.
     *
     * @param number which one, 0 or 1
     * @param next the state
     * @throws DatabaseLockedException if somebody else opened the file for writing meanwhile
     */
    public void writeSlot(int number, CheckpointSlot next) {
        requireOwned();
        byte[] block = next.toBytes();
        file.write(CheckpointSlot.offset(number), block, 0, block.length);
    }

    private void requireOwned() {
        byte[] present = new byte[FileHeader.OWNER_SIZE];
        file.read(FileHeader.OWNER_OFFSET, present, 0, present.length);
        if (!Arrays.equals(present, owner)) {
            throw new DatabaseLockedException(file.description(), "another process, which got past the lock");
        }
    }

    /**
     * Notes that a state is in both slots, durably.
     *
     * @param next the state
     */
    public void settle(CheckpointSlot next) {
        slot = next;
    }
}
