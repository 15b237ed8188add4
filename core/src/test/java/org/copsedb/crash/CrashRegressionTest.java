package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.copsedb.Database;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.PowerCut;
import org.copsedb.testkit.SimulatedDisk;
import org.junit.jupiter.api.Test;

/** What power cuts once broke, each in the state in which it happened. */
final class CrashRegressionTest {
    private static final int BLOCK = 4_096;
    private static final int VERSION_OFFSET = 8;
    private static final int CHECKSUM_OFFSET = 12;
    private static final int CHECKED_OFFSET = 16;
    private static final int FIRST_SLOT = BLOCK;
    private static final int SECOND_SLOT = 2 * BLOCK;
    private static final int HEADER = 4 * BLOCK;

    /** Opens an image, and everything that a power cut during that may leave; returns the versions found. */
    private static List<Long> versionsAfterCuts(DiskImage image) {
        SimulatedDisk disk = new SimulatedDisk("disk", image);
        List<PowerCut> cuts = new ArrayList<>();
        disk.observe(changed -> cuts.add(changed.powerCut()));
        List<Long> versions = new ArrayList<>();
        try (Database database = Database.open(disk, DatabaseOpener.SMALL)) {
            disk.observe(null);
            versions.add(database.statistics().version());
        }
        for (PowerCut cut : cuts) {
            cut.forEachImage(new SplittableRandom(1), 600, left -> {
                try (Database database = Database.open(new SimulatedDisk("left", left), DatabaseOpener.SMALL)) {
                    versions.add(database.statistics().version());
                }
            });
        }
        return versions;
    }

    private static byte[] ones(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) -1);
        return bytes;
    }

    /** A file that had grown, but got none of its bytes, was taken for a foreign one. */
    @Test
    void aFileWhoseCreationLeftOnesIsBegunAgain() {
        List<Long> versions = versionsAfterCuts(DiskImage.of(ones(HEADER)));
        assertTrue(versions.size() > 100);
        versions.forEach(version -> assertEquals(0, version));
    }

    /** A header that was torn when the file was created never let it open again. */
    @Test
    void aFileWhoseHeaderWasTornAtItsCreationIsBegunAgain() {
        SimulatedDisk disk = new SimulatedDisk("new");
        List<PowerCut> cuts = new ArrayList<>();
        disk.observe(changed -> cuts.add(changed.powerCut()));
        Database.open(disk, DatabaseOpener.SMALL).close();
        int torn = 0;
        for (PowerCut cut : cuts) {
            for (long seed = 1; seed <= 20; seed++) {
                List<DiskImage> images = new ArrayList<>();
                cut.forEachImage(new SplittableRandom(seed), 20, images::add);
                for (DiskImage left : images) {
                    try (Database database = Database.open(new SimulatedDisk("left", left), DatabaseOpener.SMALL)) {
                        assertEquals(0, database.statistics().version());
                        torn++;
                    }
                }
            }
        }
        assertTrue(torn > 500, torn + " images");
    }

    /** What a creation left that was cut short mixed with what the next one left that was cut short too. */
    @Test
    void aFileWhoseCreationWasCutShortTwiceIsBegunAgain() {
        SimulatedDisk disk = new SimulatedDisk("new");
        List<PowerCut> cuts = new ArrayList<>();
        disk.observe(changed -> cuts.add(changed.powerCut()));
        Database.open(disk, DatabaseOpener.SMALL).close();
        List<DiskImage> torn = new ArrayList<>();
        for (PowerCut cut : cuts) {
            cut.forEachImage(new SplittableRandom(1), 2_000, image -> {
                if (image.size() == HEADER && hasTornHeader(image.toBytes())) {
                    torn.add(image);
                }
            });
        }
        assertTrue(torn.size() > 1, torn.size() + " torn headers");
        for (DiskImage image : torn.subList(0, 2)) {
            versionsAfterCuts(image).forEach(version -> assertEquals(0, version));
        }
    }

    private static boolean hasTornHeader(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, CHECKED_OFFSET, BLOCK - CHECKED_OFFSET);
        return bytes[0] == 'C'
                && header.getInt(VERSION_OFFSET) == 1
                && header.getInt(CHECKSUM_OFFSET) != (int) checksum.getValue();
    }

    /** Returns a file of two commits whose slots differ: the given one is in force, the other is the one before. */
    private static DiskImage withSlotsApart(int inForce, int other) {
        SimulatedDisk disk = new SimulatedDisk("disk");
        List<DiskImage> images = new ArrayList<>();
        disk.observe(changed -> images.add(changed.cached()));
        try (Database database = Database.open(disk, DatabaseOpener.SMALL)) {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 2; i++) {
                database.execute(transaction ->
                        new ModelTransaction(transaction, new DatabaseContent(), random).put("t0", 1, 10));
            }
        }
        byte[] newest = slot(disk.cached(), FIRST_SLOT);
        byte[] before = newest;
        for (DiskImage image : images) {
            byte[] slot = image.size() < HEADER ? newest : slot(image, FIRST_SLOT);
            before = Arrays.equals(slot, newest) ? before : slot;
        }
        return disk.cached().with(inForce, newest).with(other, before);
    }

    private static byte[] slot(DiskImage image, int offset) {
        return Arrays.copyOfRange(image.toBytes(), offset, offset + BLOCK);
    }

    /** Opening wrote the first slot first, also where it was the only good one. */
    @Test
    void openingNeverWritesOverTheOnlyGoodSlot() {
        for (int inForce : new int[] {FIRST_SLOT, SECOND_SLOT}) {
            int other = FIRST_SLOT + SECOND_SLOT - inForce;
            DiskImage apart = withSlotsApart(inForce, other);
            long version = versionsAfterCuts(apart).get(0);
            for (DiskImage image : List.of(apart, apart.with(other, ones(BLOCK)), apart.with(other + 100, ones(20)))) {
                List<Long> versions = versionsAfterCuts(image);
                assertTrue(versions.size() > 100);
                versions.forEach(found -> assertEquals(version, found));
            }
        }
    }
}
