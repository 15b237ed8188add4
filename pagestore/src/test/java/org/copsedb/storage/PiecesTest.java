package org.copsedb.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel may move fewer bytes than it was asked to; a range is whole nevertheless, or there is an exception. */
class PiecesTest {
    @TempDir
    private Path directory;

    private Path path;
    private FaultyChannel channel;
    private final byte[] bytes = new byte[100_000];

    @BeforeEach
    void open() throws IOException {
        new SplittableRandom(1).nextBytes(bytes);
        path = directory.resolve("file");
        channel = new FaultyChannel(FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    @Test
    void shortWritesAreContinued() throws IOException {
        for (int most : new int[] {1, 7, 512, 4095, 99_999}) {
            channel.mostBytes = most;
            int length = Math.min(bytes.length - 5, 1000 * most);
            new Pieces(channel).write(3, bytes, 5, length);
            byte[] written = Files.readAllBytes(path);
            assertArrayEquals(
                    Arrays.copyOfRange(bytes, 5, 5 + length), Arrays.copyOfRange(written, 3, 3 + length), "" + most);
        }
    }

    @Test
    void shortReadsAreContinued() throws IOException {
        Files.write(path, bytes);
        for (int most : new int[] {1, 7, 512, 4095, 99_999}) {
            channel.mostBytes = most;
            int length = Math.min(bytes.length - 5, 1000 * most);
            byte[] target = new byte[length + 2];
            assertEquals(length, Pieces.read(channel, 5, target, 1, length));
            assertArrayEquals(Arrays.copyOfRange(bytes, 5, 5 + length), Arrays.copyOfRange(target, 1, 1 + length));
            assertEquals(0, target[0]);
            assertEquals(0, target[length + 1]);
        }
    }

    @Test
    void noProgressIsAnErrorAndNoEndlessLoop() {
        channel.mostBytes = 0;
        var write = assertThrows(IOException.class, () -> new Pieces(channel).write(40, bytes, 0, 10));
        assertTrue(write.toString().contains("wrote no byte at offset 40"), write.toString());
        assertThrows(IOException.class, () -> Pieces.read(channel, 0, bytes, 0, 10));
    }

    @Test
    void theEndOfTheFileIsCounted() throws IOException {
        Files.write(path, new byte[10]);
        assertEquals(4, Pieces.read(channel, 6, bytes, 0, 100));
        assertEquals(0, Pieces.read(channel, 10, bytes, 0, 100));
        assertEquals(0, Pieces.read(channel, 600, bytes, 0, 100));
    }

    @Test
    void noRequestIsLargerThanAPiece() throws IOException {
        byte[] large = new byte[3 * Pieces.SIZE + 1];
        new SplittableRandom(2).nextBytes(large);
        new Pieces(channel).write(0, large, 0, large.length);
        assertEquals(Pieces.SIZE, channel.largestRequest);
        channel.largestRequest = 0;
        byte[] target = new byte[large.length];
        assertEquals(large.length, Pieces.read(channel, 0, target, 0, target.length));
        assertEquals(Pieces.SIZE, channel.largestRequest);
        assertTrue(Arrays.equals(large, target));
    }

    @Test
    void aClosedChannelIsTold() throws IOException {
        channel.close();
        assertThrows(ClosedChannelException.class, () -> Pieces.read(channel, 0, bytes, 0, 1));
        assertThrows(ClosedChannelException.class, () -> new Pieces(channel).write(0, bytes, 0, 1));
    }
}
