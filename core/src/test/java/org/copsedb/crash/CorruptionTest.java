package org.copsedb.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.copsedb.Database;
import org.copsedb.crash.ReferenceFile.Made;
import org.copsedb.testkit.DiskImage;
import org.copsedb.testkit.FileCall;
import org.copsedb.testkit.FileOperation;
import org.copsedb.testkit.RecordingStorageFile;
import org.copsedb.testkit.SimulatedDisk;
import org.copsedb.testkit.TestScale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise P5: a damaged page is reported or has no effect. */
@Timeout(300)
final class CorruptionTest {
    /** One byte in so many is damaged; from scale 4 on, every one. */
    private static final int STRIDE = (int) Math.max(1, Math.round(4 / TestScale.scale()));

    /** One byte in so many is damaged where nothing reads it. */
    private static final int UNREAD_STRIDE = 64;

    private static final int HEADER_BLOCK = 4_096;

    /**
     * Flips a bit of every byte that anything reads. Without a read of it a damage can not matter, so of the other
     * bytes only some are tried.
     */
    @ParameterizedTest
    @EnumSource
    void everyByteFlipped(ReferenceFile kind) {
        Made file = kind.make();
        BitSet read = bytesRead(kind, file);
        int size = (int) file.image().size();
        int workers = Runtime.getRuntime().availableProcessors();
        LongAdder flipped = new LongAdder();
        LongAdder reported = new LongAdder();
        IntStream.range(0, workers).parallel().forEach(worker -> {
            DamageCheck check = new DamageCheck(DatabaseOpener.sound(), kind.options(), file.content());
            SplittableRandom random = new SplittableRandom(worker);
            for (int at = worker; at < size; at += workers) {
                if (random.nextInt(read.get(at) ? STRIDE : UNREAD_STRIDE * STRIDE) == 0) {
                    check(check, flipped(file.image(), at, random.nextInt(8)), kind + ", a bit of byte " + at);
                    flipped.increment();
                }
            }
            reported.add(check.reported());
        });
        System.out.println(kind + ": " + flipped + " bits flipped, " + reported + " reported; of " + size + " bytes "
                + read.cardinality() + " are read");
        assertTrue(reported.sum() > 0, "no damage was ever reported");
    }

    static DiskImage flipped(DiskImage image, int at, int bit) {
        byte[] one = new byte[1];
        new SimulatedDisk("sound", image).read(at, one, 0, 1);
        one[0] ^= (byte) (1 << bit);
        return image.with(at, one);
    }

    private static BitSet bytesRead(ReferenceFile kind, Made file) {
        List<RecordingStorageFile> files = new ArrayList<>();
        DatabaseOpener recording = (disk, options) -> {
            files.add(new RecordingStorageFile(disk));
            return Database.open(files.get(files.size() - 1), options);
        };
        DamageCheck check = new DamageCheck(recording, kind.options(), file.content());
        for (int i = 0; i < 20; i++) {
            check.check(file.image());
        }
        assertEquals(20, check.harmless());
        BitSet read = new BitSet();
        for (RecordingStorageFile recorded : files) {
            for (FileOperation operation : recorded.operations()) {
                if (operation.call() == FileCall.READ) {
                    read.set((int) operation.offset(), (int) operation.offset() + operation.length());
                }
            }
        }
        return read;
    }

    private static void check(DamageCheck check, DiskImage image, String damage) {
        try {
            check.check(image);
        } catch (Throwable broken) {
            throw new AssertionError(damage + ": " + broken, broken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPageLostOrMisplaced(ReferenceFile kind) {
        Made file = kind.make();
        DamageCheck check = new DamageCheck(DatabaseOpener.sound(), kind.options(), file.content());
        int damages = damagePages(kind, file, check);
        assertEquals(damages, check.harmless() + check.reported());
        assertTrue(check.reported() > 0, "no damage was ever reported");
    }

    /** Damages every page in every way, and returns how often. */
    static int damagePages(ReferenceFile kind, Made file, DamageCheck check) {
        byte[] bytes = file.image().toBytes();
        SplittableRandom random = new SplittableRandom(1);
        int damages = 0;
        for (int start = 0; start < bytes.length; start += unit(file, start)) {
            int unit = unit(file, start);
            byte[] page = slice(bytes, start, unit);
            int other = otherPage(file, random, bytes.length);
            byte[] otherPage = slice(bytes, other, Math.min(unit, bytes.length - other));
            String place = kind + ", " + unit + " bytes at " + start;
            byte[] noise = new byte[unit];
            random.nextBytes(noise);
            check(check, file.image().with(start, new byte[unit]), place + " zeroed");
            check(check, file.image().with(start, noise), place + " random");
            check(check, file.image().with(start, otherPage), place + " replaced by that at " + other);
            check(
                    check,
                    file.image().with(start, otherPage).with(other, slice(page, 0, otherPage.length)),
                    place + " exchanged with that at " + other);
            damages += 4;
            for (DiskImage older : file.older()) {
                if (older.size() >= start + unit) {
                    check(
                            check,
                            file.image().with(start, slice(older.toBytes(), start, unit)),
                            place + " replaced by an older version");
                    damages++;
                }
            }
        }
        return damages;
    }

    @ParameterizedTest
    @EnumSource
    void everyLength(ReferenceFile kind) {
        Made file = kind.make();
        byte[] bytes = file.image().toBytes();
        DamageCheck check = new DamageCheck(DatabaseOpener.sound(), kind.options(), file.content());
        SplittableRandom random = new SplittableRandom(1);
        for (int length = 1; length < bytes.length; length += 1 + random.nextInt(512)) {
            check(check, DiskImage.of(slice(bytes, 0, length)), kind + ", cut to " + length + " bytes");
        }
        byte[] longer = new byte[bytes.length + 5_000];
        random.nextBytes(longer);
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        check(check, DiskImage.of(longer), kind + ", 5,000 bytes longer");
        assertTrue(check.reported() > 0, "no damage was ever reported");
    }

    /** The blocks of the header are damaged as a whole, and so are base pages. */
    private static int unit(Made file, int start) {
        return start < 16_384 ? HEADER_BLOCK : file.pageSize();
    }

    private static int otherPage(Made file, SplittableRandom random, int length) {
        int pages = (length - 16_384) / file.pageSize();
        return pages == 0 ? random.nextInt(4) * HEADER_BLOCK : 16_384 + random.nextInt(pages) * file.pageSize();
    }

    private static byte[] slice(byte[] bytes, int from, int length) {
        byte[] slice = new byte[length];
        System.arraycopy(bytes, from, slice, 0, length);
        return slice;
    }
}
