package org.copsedb.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.copsedb.pagestore.PageHeader;
import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.DelegatingFile;

/**
 * Bugs of a store in how it uses the disk, planted between the two: calls that are left out, wrong, or whose failure is
 * ignored.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state
enum PlantedFileBug implements PlantedBug {
    /** No sync at all is done. */
    NO_SYNC(Suite.POWER_CUTS, file -> new DelegatingFile(file) {
        @Override
        public void sync() {
            size();
        }
    }),
    /** Each sync is done at the next call, after the commit was acknowledged. */
    LATE_SYNC(Suite.POWER_CUTS, LateSync::new),
    /** A short write is taken for a whole one. */
    SHORT_WRITE_IGNORED(Suite.POWER_CUTS, file -> new DelegatingFile(file) {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            super.write(offset, source, from, length > 1_024 ? length - 512 : length);
        }
    }),
    /** The journal is written, but not durably. */
    JOURNAL_NOT_DURABLE(Suite.POWER_CUTS, file -> new DelegatingFile(file) {
        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            super.write(offset, source, from, length);
        }
    }),
    /** The last bytes of each durable write are forgotten. */
    JOURNAL_CUT_SHORT(Suite.POWER_CUTS, file -> new DelegatingFile(file) {
        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            super.writeDurably(offset, source, from, length > 64 ? length - 64 : length);
        }
    }),
    /** A durable write is done at the next call, after the commit was acknowledged. */
    JOURNAL_LATE(Suite.POWER_CUTS, LateDurableWrite::new),
    /** Each record is written to the place of the one before. */
    JOURNAL_MISPLACED(Suite.POWER_CUTS, MisplacedDurableWrite::new),
    /** What an opening accepts of the journal is not written again. */
    ACCEPTED_NOT_REWRITTEN(Suite.FAULTS, NothingRewritten::new),
    /** The checksums of pages are not compared. */
    PAGE_CHECKSUM_IGNORED(Suite.DAMAGE, file -> new RepairingFile(file, false)),
    /** The checksums of slots are not compared. */
    SLOT_CHECKSUM_IGNORED(Suite.POWER_CUTS, file -> new RepairingFile(file, true)),
    /** A cache goes on to show what was read before it was written over. */
    STALE_CACHE(Suite.POWER_CUTS, StaleCache::new),
    /** A file that grew is not synced before its new pages are named. */
    GROWTH_NOT_SYNCED(Suite.POWER_CUTS, GrowthNotSynced::new),
    /** Headers of records that a crash left behind the journal's end are not cleared. */
    LEFTOVERS_NOT_CLEARED(Suite.POWER_CUTS, file -> new DelegatingFile(file) {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            if (length != 64 || !Arrays.equals(source, from, from + length, new byte[64], 0, 64)) {
                super.write(offset, source, from, length);
            }
        }
    }),
    /** A failed durable write is ignored. */
    JOURNAL_FAILURE_IGNORED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            try {
                super.writeDurably(offset, source, from, length);
            } catch (StorageException planted) {
                size();
            }
        }
    }),
    /** A failed durable write is tried again. */
    JOURNAL_RETRIED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            try {
                super.writeDurably(offset, source, from, length);
            } catch (StorageException planted) {
                super.writeDurably(offset, source, from, length);
            }
        }
    }),
    /** A failed sync is ignored. */
    SYNC_FAILURE_IGNORED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void sync() {
            try {
                super.sync();
            } catch (StorageException planted) {
                size();
            }
        }
    }),
    /** A failed sync is tried again. */
    SYNC_RETRIED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void sync() {
            try {
                super.sync();
            } catch (StorageException planted) {
                super.sync();
            }
        }
    }),
    /** A failed write is ignored. */
    WRITE_FAILURE_IGNORED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            try {
                super.write(offset, source, from, length);
            } catch (StorageException planted) {
                size();
            }
        }
    }),
    /** A failed growth of the file is ignored. */
    GROWTH_FAILURE_IGNORED(Suite.FAULTS, GrowthFailureIgnored::new),
    /** Errors come out as something that nobody expects. */
    FAILURE_DISGUISED(Suite.FAULTS, file -> new DelegatingFile(file) {
        @Override
        public void sync() {
            try {
                super.sync();
            } catch (StorageException planted) {
                throw new AssertionError("disguised", new IOException(planted));
            }
        }
    });

    private final Suite suite;
    private final Function<StorageFile, StorageFile> plant;

    PlantedFileBug(Suite suite, Function<StorageFile, StorageFile> plant) {
        this.suite = suite;
        this.plant = plant;
    }

    @Override
    public Suite suite() {
        return suite;
    }

    @Override
    public CrashFamily family() {
        return switch (this) {
            case LATE_SYNC -> CrashFamily.REOPENING;
            case STALE_CACHE, GROWTH_NOT_SYNCED -> CrashFamily.CREATION;
            case LEFTOVERS_NOT_CLEARED -> CrashFamily.EVENTUAL;
            default -> CrashFamily.COMMITS;
        };
    }

    @Override
    public int seed() {
        return this == LATE_SYNC || this == STALE_CACHE || this == LEFTOVERS_NOT_CLEARED ? 4 : 1;
    }

    @Override
    public Database open(StorageFile file, DatabaseOptions options) {
        return Database.open(plant.apply(file), options);
    }

    private static final class LateSync extends DelegatingFile {
        private boolean isDue;

        LateSync(StorageFile file) {
            super(file);
        }

        private void syncIfDue() {
            if (isDue) {
                isDue = false;
                super.sync();
            }
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            syncIfDue();
            super.write(offset, source, from, length);
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            syncIfDue();
            super.writeDurably(offset, source, from, length);
        }

        @Override
        public void sync() {
            syncIfDue();
            isDue = true;
        }
    }

    private static final class GrowthFailureIgnored extends DelegatingFile {
        private long claimed;

        GrowthFailureIgnored(StorageFile file) {
            super(file);
        }

        @Override
        public void resize(long newSize) {
            try {
                super.resize(newSize);
            } catch (StorageException planted) {
                claimed = newSize;
            }
        }

        @Override
        public long size() {
            return Math.max(claimed, super.size());
        }
    }

    private static final class LateDurableWrite extends DelegatingFile {
        private Runnable due = () -> {};

        LateDurableWrite(StorageFile file) {
            super(file);
        }

        private void catchUp() {
            Runnable work = due;
            due = () -> {};
            work.run();
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            catchUp();
            super.read(offset, target, from, length);
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            catchUp();
            super.write(offset, source, from, length);
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            catchUp();
            byte[] copy = Arrays.copyOfRange(source, from, from + length);
            due = () -> super.writeDurably(offset, copy, 0, length);
        }

        @Override
        public void sync() {
            catchUp();
            super.sync();
        }
    }

    private static final class MisplacedDurableWrite extends DelegatingFile {
        private long before = -1;

        MisplacedDurableWrite(StorageFile file) {
            super(file);
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            super.writeDurably(before >= 0 && before + length <= size() ? before : offset, source, from, length);
            before = offset;
        }
    }

    /** Leaves out all writes and syncs until the first durable write, if the file was not empty. */
    private static final class NothingRewritten extends DelegatingFile {
        private boolean isOpen;

        NothingRewritten(StorageFile file) {
            super(file);
            this.isOpen = file.size() == 0;
        }

        @Override
        public void write(long offset, byte[] source, int from, int length) {
            boolean isPresent = false;
            if (!isOpen) {
                byte[] present = new byte[length];
                read(offset, present, 0, length);
                isPresent = Arrays.equals(present, 0, length, source, from, from + length);
            }
            if (!isPresent) {
                super.write(offset, source, from, length);
            }
        }

        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            isOpen = true;
            super.writeDurably(offset, source, from, length);
        }
    }

    /** Makes the checksums right of what is read. */
    private static final class RepairingFile extends DelegatingFile {
        private static final int HEADER = 16_384;
        private static final int BLOCK = 4_096;
        private static final int SLOT_CHECKED_OFFSET = 8;

        private final boolean repairsSlots;

        RepairingFile(StorageFile file, boolean repairsSlots) {
            super(file);
            this.repairsSlots = repairsSlots;
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            super.read(offset, target, from, length);
            boolean isSlot = (offset == BLOCK || offset == 2 * BLOCK) && length == BLOCK;
            if (repairsSlots ? isSlot : offset >= HEADER && from == 0 && isPage(target, length)) {
                int checked = repairsSlots ? SLOT_CHECKED_OFFSET : PageHeader.CHECKED_OFFSET;
                CRC32C checksum = new CRC32C();
                checksum.update(target, from + checked, length - checked);
                ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).putInt(from, (int) checksum.getValue());
            }
        }

        /** Blocks of the journal are no pages, and keep what they have. */
        private static boolean isPage(byte[] bytes, int length) {
            return length >= 512 && PageHeader.order(bytes) < 12 && 512 << PageHeader.order(bytes) == length;
        }
    }

    private static final class StaleCache extends DelegatingFile {
        private final Map<Long, byte[]> cache = new HashMap<>();

        StaleCache(StorageFile file) {
            super(file);
        }

        @Override
        public void read(long offset, byte[] target, int from, int length) {
            byte[] cached = cache.get(offset);
            if (cached == null || cached.length != length) {
                super.read(offset, target, from, length);
                cache.put(offset, Arrays.copyOfRange(target, from, from + length));
            } else {
                System.arraycopy(cached, 0, target, from, length);
            }
        }
    }

    /** The sync that follows the growth of a file does nothing. */
    private static final class GrowthNotSynced extends DelegatingFile {
        private boolean grew;

        GrowthNotSynced(StorageFile file) {
            super(file);
        }

        @Override
        public void resize(long newSize) {
            grew = size() > 0;
            super.resize(newSize);
        }

        @Override
        public void sync() {
            if (!grew) {
                super.sync();
            }
            grew = false;
        }
    }
}
