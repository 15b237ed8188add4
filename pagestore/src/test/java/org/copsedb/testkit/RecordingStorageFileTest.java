package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.junit.jupiter.api.Test;

/** The recording file changes nothing and forgets nothing. */
class RecordingStorageFileTest extends StorageFileContract {
    @Override
    protected StorageFile create() {
        return new RecordingStorageFile(new MemoryStorageFile("recorded"));
    }

    @Test
    void callsAreKeptInTheirOrder() {
        var file = new RecordingStorageFile(new MemoryStorageFile("recorded"));
        file.resize(100);
        file.write(5, new byte[9], 0, 9);
        file.writeDurably(7, new byte[9], 0, 3);
        file.sync();
        file.read(1, new byte[2], 0, 2);
        file.size();
        assertThrows(IndexOutOfBoundsException.class, () -> file.write(99, new byte[2], 0, 2));
        file.close();
        List<FileOperation> expected = List.of(
                new FileOperation(FileCall.RESIZE, 100, 0),
                new FileOperation(FileCall.WRITE, 5, 9),
                new FileOperation(FileCall.WRITE_DURABLY, 7, 3),
                new FileOperation(FileCall.SYNC, 0, 0),
                new FileOperation(FileCall.READ, 1, 2),
                new FileOperation(FileCall.SIZE, 0, 0),
                new FileOperation(FileCall.CLOSE, 0, 0));
        assertEquals(expected, file.operations());
        assertEquals(1, file.count(FileCall.WRITE));
        file.clear();
        assertEquals(List.of(), file.operations());
    }
}
