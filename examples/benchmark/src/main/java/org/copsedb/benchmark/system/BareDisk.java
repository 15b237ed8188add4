package org.copsedb.benchmark.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** The disk without a store: what every figure stands beside. For one thread at a time. */
public final class BareDisk implements AutoCloseable {
    private static final int PAGE = 4_096;
    private static final int PIECE = 1 << 20;
    private static final long SIZE = 64L << 20;
    private static final long SEED = 20;

    private final Path directory;
    private final FileChannel channel;
    private final ByteBuffer content = ByteBuffer.allocateDirect(PIECE);
    private long position;

    /**
     * Makes a file and writes all of it once.
     *
     * @param directory where it goes, on the disk to measure
     * @throws IOException if the disk refuses
     */
    public BareDisk(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        byte[] random = new byte[PIECE];
        new Random(SEED).nextBytes(random);
        content.put(random);
        channel = FileChannel.open(directory.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (long offset = 0; offset < SIZE; offset += PIECE) {
            writeFully(channel, offset, PIECE);
        }
        channel.force(true);
    }

    private void writeFully(FileChannel target, long offset, int length) throws IOException {
        content.limit(length).position(0);
        while (content.hasRemaining()) {
            target.write(content, offset + content.position());
        }
    }

    /**
     * Writes 4 KiB where the file has been written before, and syncs, again and again.
     *
     * @param count how often
     * @return each one's time
     * @throws IOException if the disk refuses
     */
    public Samples pageWrites(int count) throws IOException {
        return durableWrites(count, PAGE);
    }

    /**
     * Does the same with pieces of another size.
     *
     * @param count how often
     * @param length bytes of a piece, at most 1 MiB
     * @return each one's time
     * @throws IOException if the disk refuses
     */
    public Samples durableWrites(int count, int length) throws IOException {
        Samples samples = new Samples(count);
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            writeFully(channel, position, length);
            channel.force(false);
            samples.add((double) (System.nanoTime() - start));
            position += (length + PAGE - 1) / PAGE * (long) PAGE;
            if (position + PIECE > SIZE) {
                position = 0;
            }
        }
        return samples;
    }

    /**
     * Writes a new file from its beginning to its end, syncs it once, and removes it.
     *
     * @param bytes its length
     * @return the seconds until it was synced
     * @throws IOException if the disk refuses
     */
    public double sequentialWrite(long bytes) throws IOException {
        Path path = directory.resolve("sequential");
        long start = System.nanoTime();
        try (FileChannel target = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long offset = 0; offset < bytes; offset += PIECE) {
                writeFully(target, offset, (int) Math.min(PIECE, bytes - offset));
            }
            target.force(true);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.delete(path);
        return seconds;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.delete(directory.resolve("bare"));
    }
}
