package org.copsedb.testkit;

import java.util.Arrays;

/**
 * The content of a disk at one moment: a length, and sectors that are shared with other images. Immutable.
 *
 * <p>Cost: 8 bytes for each sector that is shared.
 */
public final class DiskImage {
    /** A file that was just created. */
    public static final DiskImage EMPTY = new DiskImage(0, new Sector[0]);

    private final long size;
    private final Sector[] sectors;

    /**
     * Makes an image.
     *
     * @param size its length in bytes
     * @param sectors as many as that takes; not changed any more
     */
    DiskImage(long size, Sector[] sectors) {
        this.size = size;
        this.sectors = sectors;
    }

    /**
     * Makes an image of bytes.
     *
     * @param bytes the content, copied
     * @return the image
     */
    public static DiskImage of(byte[] bytes) {
        Sector[] sectors = new Sector[sectorCount(bytes.length)];
        for (int i = 0; i < sectors.length; i++) {
            int start = i * Sector.SIZE;
            sectors[i] = Sector.of(bytes, start, Math.min(Sector.SIZE, bytes.length - start));
        }
        return new DiskImage(bytes.length, sectors);
    }

    /** Returns how many sectors a length takes. */
    static int sectorCount(long size) {
        return Math.toIntExact((size + Sector.SIZE - 1) / Sector.SIZE);
    }

    /** Returns a sector; behind the end there are zeros. */
    Sector sector(int index) {
        return index < sectors.length ? sectors[index] : Sector.ZEROS;
    }

    /** Returns the sectors of another length: more of them are zeros. */
    Sector[] sectors(int count) {
        Sector[] copy = Arrays.copyOf(sectors, count);
        for (int i = sectors.length; i < count; i++) {
            copy[i] = Sector.ZEROS;
        }
        return copy;
    }

    /**
     * Returns this image with other bytes in one place.
     *
     * @param offset where they begin
     * @param bytes what is there; must lie within the length
     * @return another image, which shares all other sectors with this one
     */
    public DiskImage with(long offset, byte[] bytes) {
        if (offset < 0 || offset > size - bytes.length) {
            throw new IndexOutOfBoundsException(bytes.length + " bytes at " + offset + " of " + size);
        }
        Sector[] changed = sectors.clone();
        int done = 0;
        while (done < bytes.length) {
            int index = (int) ((offset + done) / Sector.SIZE);
            int inSector = (int) ((offset + done) % Sector.SIZE);
            int piece = Math.min(bytes.length - done, Sector.SIZE - inSector);
            changed[index] = changed[index].with(inSector, bytes, done, piece);
            done += piece;
        }
        return new DiskImage(size, changed);
    }

    /**
     * Returns the length.
     *
     * @return bytes
     */
    public long size() {
        return size;
    }

    /**
     * Returns a number that differs for images that differ, as good as always. Costs some nanoseconds per sector.
     *
     * @return 64 well mixed bits
     */
    public long hash() {
        long sum = Sector.mix(size);
        for (int i = 0; i < sectors.length; i++) {
            sum += Sector.mix(sectors[i].hash() + i);
        }
        return sum;
    }

    /**
     * Returns a copy of the content.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        byte[] bytes = new byte[Math.toIntExact(size)];
        for (int i = 0; i < sectors.length; i++) {
            int start = i * Sector.SIZE;
            sectors[i].get(0, bytes, start, Math.min(Sector.SIZE, bytes.length - start));
        }
        return bytes;
    }
}
