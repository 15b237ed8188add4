package org.copsedb.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.copsedb.testkit.StorageFileContract;
import org.junit.jupiter.api.Test;

class MemoryStorageFileTest extends StorageFileContract {
    @Override
    protected StorageFile create() {
        return new MemoryStorageFile("memory");
    }

    @Test
    void itBeginsWithACopyOfTheGivenBytes() {
        byte[] bytes = {1, 2, 3};
        var file = new MemoryStorageFile("three bytes", bytes);
        bytes[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, file.toBytes());
    }

    @Test
    void theContentOutlivesClose() {
        byte[] bytes = new byte[3 * MemoryStorageFile.CHUNK_SIZE + 5];
        bytes[bytes.length - 1] = 1;
        bytes[MemoryStorageFile.CHUNK_SIZE] = 2;
        var file = new MemoryStorageFile("closed", bytes);
        file.close();
        assertArrayEquals(bytes, file.toBytes());
    }

    @Test
    void anImpossibleLengthIsRefusedBeforeAnythingChanges() {
        try (var file = new MemoryStorageFile("m", new byte[] {1})) {
            var e = assertThrows(StorageException.class, () -> file.resize(MemoryStorageFile.MAXIMUM_SIZE + 1));
            assertTrue(e.toString().contains("resize m to " + (MemoryStorageFile.MAXIMUM_SIZE + 1)), e.toString());
            assertEquals(1, file.size());
        }
    }
}
