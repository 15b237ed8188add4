package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.copsedb.storage.StorageFile;
import org.copsedb.testkit.SimulatedDisk.SyncFailure;
import org.junit.jupiter.api.Test;

/** The simulated disk keeps what a disk must keep, and loses everything that a disk may lose. */
class SimulatedDiskTest extends StorageFileContract {
    private static final int SECTOR = Sector.SIZE;

    private final SimulatedDisk disk = new SimulatedDisk("disk");

    @Override
    protected StorageFile create() {
        return new SimulatedDisk("contract");
    }

    private void write(int sector, int value) {
        disk.write((long) sector * SECTOR, filled(value), 0, SECTOR);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SECTOR];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Returns the images that a power cut may leave, each sector as a digit: its first byte, '/' where it is torn. */
    private Set<String> images(int budget) {
        Set<String> found = new TreeSet<>();
        disk.powerCut().forEachImage(new SplittableRandom(1), budget, image -> found.add(text(image)));
        return found;
    }

    private Set<String> wholeImages(int budget) {
        return images(budget).stream()
                .filter(image -> !image.contains("/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(DiskImage image) {
        StringBuilder text = new StringBuilder();
        byte[] bytes = image.toBytes();
        for (int start = 0; start < bytes.length; start += SECTOR) {
            byte[] sector = Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + SECTOR));
            boolean isTorn = sector[0] != sector[sector.length - 1];
            text.append(isTorn ? "/" : sector[0] == -1 ? "F" : Integer.toString(sector[0]));
        }
        return text.toString();
    }

    private void synced(int sectors) {
        disk.resize((long) sectors * SECTOR);
        for (int i = 0; i < sectors; i++) {
            write(i, 1);
        }
        disk.sync();
    }

    @Test
    void whatIsSyncedIsCertain() {
        synced(3);
        assertTrue(disk.powerCut().isCertain());
        assertEquals(Set.of("111"), images(100));
    }

    @Test
    void everySubsetOfPendingSectorsMayBeKept() {
        synced(3);
        write(0, 2);
        write(2, 2);
        assertEquals(2, disk.powerCut().pendingSectors());
        assertEquals(Set.of("111", "211", "112", "212"), wholeImages(100));
    }

    @Test
    void everyContentSinceTheLastSyncMayBeKept() {
        synced(2);
        write(0, 2);
        write(0, 3);
        write(0, 3);
        assertEquals(Set.of("11", "21", "31"), wholeImages(100));
        disk.sync();
        assertEquals(Set.of("31"), images(100));
    }

    @Test
    void aSectorMayBeTorn() {
        synced(2);
        write(1, 2);
        assertTrue(images(100).contains("1/"), images(100).toString());
    }

    @Test
    void whatIsWrittenDurablyIsCertainAndNothingElse() {
        synced(3);
        write(1, 2);
        Set<String> before = new TreeSet<>();
        disk.observe(observed -> before.add(wholeImages(100).toString()));
        disk.writeDurably(2L * SECTOR, filled(3), 0, SECTOR);
        assertEquals(Set.of("[111, 113, 121, 123]", "[113, 123]"), before);
    }

    @Test
    void aDurableWriteOfAPartCarriesItsSector() {
        synced(1);
        disk.write(0, filled(2), 0, 10);
        disk.writeDurably(100, filled(3), 0, 10);
        assertTrue(disk.powerCut().isCertain());
        byte[] bytes = disk.powerCut().nothingKept().toBytes();
        assertEquals(2, bytes[9]);
        assertEquals(3, bytes[109]);
    }

    @Test
    void theLengthIsKeptOrLostApartFromTheBytesAndAddedBytesHoldAnything() {
        synced(1);
        disk.resize(2L * SECTOR);
        assertEquals(Set.of("1", "10", "1F", "11"), wholeImages(100));
        write(1, 2);
        assertEquals(Set.of("1", "10", "1F", "11", "12"), wholeImages(100));
        disk.sync();
        assertEquals(Set.of("12"), wholeImages(100));
    }

    @Test
    void zerosWrittenToAnAddedAreaMayBeLostToo() {
        synced(1);
        disk.resize(2L * SECTOR);
        write(1, 0);
        assertEquals(Set.of("1", "10", "1F", "11"), wholeImages(100));
        disk.sync();
        assertEquals(Set.of("10"), wholeImages(100));
    }

    @Test
    void aFileThatIsCutMayKeepItsLength() {
        synced(3);
        disk.resize(SECTOR);
        assertEquals(Set.of("111", "1"), wholeImages(100));
        disk.resize(2L * SECTOR);
        assertEquals(Set.of("111", "1", "11", "10", "101"), wholeImages(100));
        disk.sync();
        assertEquals(Set.of("10"), wholeImages(100));
    }

    @Test
    void manyPendingSectorsAreSampledWithinTheBudget() {
        synced(40);
        for (int i = 0; i < 40; i++) {
            write(i, 2);
        }
        int[] count = {0};
        Set<String> found = new HashSet<>();
        disk.powerCut().forEachImage(new SplittableRandom(3), 200, image -> {
            count[0]++;
            found.add(text(image));
        });
        assertTrue(count[0] >= 200 && count[0] <= 230, () -> count[0] + " images");
        assertTrue(found.contains("1".repeat(40)) && found.contains("2".repeat(40)));
        assertTrue(
                found.contains("2".repeat(10) + "1".repeat(30))
                        || found.contains("2".repeat(11) + "1".repeat(29))
                        || found.contains("1".repeat(10) + "2".repeat(30)),
                "no half of the writes in their order");
        assertTrue(found.size() > 180, () -> found.size() + " different images");
    }

    @Test
    void aFailedSyncTakesWhatItLostForWritten() {
        for (SyncFailure failure : SyncFailure.values()) {
            Set<String> left = new TreeSet<>();
            for (int seed = 0; seed < 50; seed++) {
                SimulatedDisk failing = new SimulatedDisk("failing", DiskImage.of(new byte[2 * SECTOR]));
                failing.write(0, filled(2), 0, SECTOR);
                failing.write(SECTOR, filled(3), 0, SECTOR);
                failing.failSync(failure, new SplittableRandom(seed));
                String cached = text(failing.cached());
                failing.sync();
                assertTrue(failing.powerCut().isCertain());
                String durable = text(failing.powerCut().allKept());
                assertEquals(failure == SyncFailure.NEW_BYTES_VISIBLE ? "23" : durable, cached);
                left.add(durable);
                failing.write(0, filled(2), 0, SECTOR);
                failing.sync();
                assertEquals('2', text(failing.powerCut().allKept()).charAt(0), "written again, synced again");
            }
            assertTrue(left.containsAll(Set.of("00", "20", "03", "23")), left.toString());
        }
    }

    @Test
    void imagesAreApartFromTheDiskTheyAreOf() {
        synced(2);
        DiskImage image = disk.powerCut().allKept();
        write(0, 5);
        disk.sync();
        assertEquals("11", text(image));
        SimulatedDisk second = new SimulatedDisk("second", image);
        second.write(0, filled(7), 0, SECTOR);
        assertEquals("11", text(image));
        assertEquals("71", text(second.cached()));
    }

    @Test
    void hashesTellImagesApart() {
        Set<Long> hashes = new HashSet<>();
        byte[] bytes = new byte[2 * SECTOR];
        hashes.add(DiskImage.of(bytes).hash());
        hashes.add(DiskImage.of(new byte[SECTOR]).hash());
        hashes.add(DiskImage.of(new byte[2 * SECTOR - 1]).hash());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = 1;
            hashes.add(DiskImage.of(bytes).hash());
            bytes[i] = 0;
        }
        assertEquals(3 + bytes.length, hashes.size());
        assertEquals(DiskImage.of(bytes).hash(), DiskImage.of(bytes.clone()).hash());
    }

    @Test
    void anImageOfAnyLengthKeepsItsBytes() {
        byte[] bytes = new byte[1_300];
        new SplittableRandom(1).nextBytes(bytes);
        assertArrayEquals(bytes, DiskImage.of(bytes).toBytes());
        SimulatedDisk odd = new SimulatedDisk("odd", DiskImage.of(bytes));
        odd.resize(900);
        odd.resize(1_300);
        byte[] expected = Arrays.copyOf(Arrays.copyOf(bytes, 900), 1_300);
        assertArrayEquals(expected, odd.cached().toBytes());
        odd.sync();
        assertArrayEquals(expected, odd.powerCut().allKept().toBytes());
        assertFalse(DiskImage.of(bytes).hash() == odd.cached().hash());
    }
}
