package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.copsedb.storage.StorageException;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.Fault.Duration;
import org.copsedb.testkit.Fault.Kind;
import org.junit.jupiter.api.Test;

/** The faulty file fails where it is told to, and nowhere else. */
class FaultyStorageFileTest extends StorageFileContract {
    private final SimulatedDisk disk = new SimulatedDisk("disk", DiskImage.of(new byte[2_048]));

    @Override
    protected StorageFile create() {
        return new FaultyStorageFile(new SimulatedDisk("contract"), null, 1);
    }

    private FaultyStorageFile failing(FileCall call, int number, Kind kind, Duration duration) {
        return new FaultyStorageFile(disk, new Fault(call, number, kind, duration), 1);
    }

    private static void write(StorageFile file, int value) {
        file.write(0, new byte[] {(byte) value, (byte) value}, 0, 2);
    }

    private int durable(int index) {
        return disk.powerCut().nothingKept().toBytes()[index];
    }

    private int cached(int index) {
        return disk.cached().toBytes()[index];
    }

    @Test
    void theNthCallFailsOnce() {
        var file = failing(FileCall.WRITE, 2, Kind.REFUSED, Duration.ONCE);
        write(file, 1);
        assertFalse(file.hasFailed());
        assertThrows(StorageException.class, () -> write(file, 2));
        assertTrue(file.hasFailed());
        assertEquals(1, cached(0));
        write(file, 3);
        file.sync();
        assertEquals(3, durable(0));
        assertEquals(3, file.count(FileCall.WRITE));
    }

    @Test
    void theNthCallAndAllLaterOnesOfItsKindFail() {
        var file = failing(FileCall.SYNC, 2, Kind.REFUSED, Duration.FOR_EVER);
        file.sync();
        assertThrows(StorageException.class, file::sync);
        assertThrows(StorageException.class, file::sync);
        write(file, 1);
        assertEquals(1, cached(0));
    }

    @Test
    void afterAPowerCutNothingWorksButClosing() {
        var file = failing(FileCall.RESIZE, 1, Kind.REFUSED, Duration.THEN_POWER_CUT);
        write(file, 1);
        assertThrows(StorageException.class, () -> file.resize(4_096));
        assertThrows(StorageException.class, () -> write(file, 2));
        assertThrows(StorageException.class, file::sync);
        assertThrows(StorageException.class, () -> file.read(0, new byte[1], 0, 1));
        assertThrows(StorageException.class, file::size);
        file.close();
        assertEquals(2, disk.powerCut().pendingSectors() + 1);
        assertEquals(2_048, disk.cached().size());
    }

    @Test
    void aShortWriteWritesHalf() {
        var file = failing(FileCall.WRITE, 1, Kind.SHORT, Duration.ONCE);
        assertThrows(StorageException.class, () -> write(file, 1));
        assertEquals(1, cached(0));
        assertEquals(0, cached(1));
        var durably = failing(FileCall.WRITE_DURABLY, 1, Kind.SHORT, Duration.ONCE);
        assertThrows(StorageException.class, () -> durably.writeDurably(0, new byte[] {5, 5}, 0, 2));
        assertEquals(5, cached(0));
        assertEquals(0, cached(1));
        assertEquals(0, durable(0));
    }

    /** With other sectors pending too, some seed loses the one that is looked at. */
    @Test
    void aSyncLosesBytesThatReadsMayGoOnToShow() {
        for (Kind kind : new Kind[] {Kind.SYNC_LOST_NEW_VISIBLE, Kind.SYNC_LOST_OLD_VISIBLE}) {
            int lost = 0;
            for (int seed = 1; seed < 20; seed++) {
                SimulatedDisk own = new SimulatedDisk("own", DiskImage.of(new byte[512]));
                var file = new FaultyStorageFile(own, new Fault(FileCall.SYNC, 1, kind, Duration.ONCE), seed);
                write(file, 1);
                assertThrows(StorageException.class, file::sync);
                file.sync();
                byte[] left = own.powerCut().allKept().toBytes();
                boolean isLost = left[0] == 0;
                lost += isLost ? 1 : 0;
                int shown = own.cached().toBytes()[0];
                assertEquals(kind == Kind.SYNC_LOST_NEW_VISIBLE ? 1 : left[0], shown);
            }
            assertTrue(lost > 0 && lost < 19, lost + " lost");
        }
    }

    @Test
    void aSyncMayReportALossLate() {
        var file = failing(FileCall.SYNC, 1, Kind.SYNC_REPORTED_LATE, Duration.ONCE);
        write(file, 1);
        file.sync();
        assertTrue(file.hasFailed());
        assertThrows(StorageException.class, file::sync);
        file.sync();
    }

    @Test
    void aDurableWriteThatFailsMayHaveReachedTheCacheOnly() {
        var file = failing(FileCall.WRITE_DURABLY, 1, Kind.SYNC_LOST_NEW_VISIBLE, Duration.ONCE);
        assertThrows(StorageException.class, () -> file.writeDurably(0, new byte[] {7}, 0, 1));
        assertEquals(7, cached(0));
    }

    @Test
    void errorsAreThrownAsTheyAre() {
        assertThrows(
                IllegalStateException.class,
                () -> failing(FileCall.SYNC, 1, Kind.UNEXPECTED_EXCEPTION, Duration.ONCE)
                        .sync());
        assertThrows(
                OutOfMemoryError.class,
                () -> failing(FileCall.SYNC, 1, Kind.OUT_OF_MEMORY, Duration.ONCE)
                        .sync());
        assertThrows(
                StackOverflowError.class,
                () -> failing(FileCall.SIZE, 1, Kind.STACK_OVERFLOW, Duration.ONCE)
                        .size());
    }

    @Test
    void aFileWhoseClosingFailsIsClosed() {
        var file = failing(FileCall.CLOSE, 1, Kind.REFUSED, Duration.ONCE);
        assertThrows(StorageException.class, file::close);
        assertThrows(StorageException.class, disk::size);
    }
}
