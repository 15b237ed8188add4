package org.copsedb.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.copsedb.storage.MemoryStorageFile;
import org.copsedb.storage.StorageFile;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract fails for files that break it. */
class StorageFileContractTest {
    /** Makes files to test. */
    private interface Files {
        StorageFile create();
    }

    @ParameterizedTest
    @MethodSource("plantedBugs")
    void eachPlantedBugIsFound(Files broken) throws Exception {
        assertNotEquals(List.of(), failures(broken));
    }

    @Test
    void aSoundFileKeepsTheContract() throws Exception {
        assertEquals(List.of(), failures(() -> new MemoryStorageFile("sound")));
    }

    private static List<String> failures(Files files) throws Exception {
        List<String> failed = new ArrayList<>();
        for (Method method : StorageFileContract.class.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                var contract = new Contract(files);
                contract.open();
                try {
                    method.invoke(contract);
                    contract.close();
                } catch (InvocationTargetException | AssertionError e) {
                    failed.add(method.getName());
                }
            }
        }
        return failed;
    }

    private static final class Contract extends StorageFileContract {
        private final Files files;

        Contract(Files files) {
            this.files = files;
        }

        @Override
        protected StorageFile create() {
            return files.create();
        }
    }

    static List<Named<Files>> plantedBugs() {
        return List.of(
                Named.of("read ignores the index in the target", ReadIgnoresFrom::new),
                Named.of("read past the end gives zeros", ReadGivesZeros::new),
                Named.of("write stops after a piece", WriteStops::new),
                Named.of("write makes the file longer", WriteLengthens::new),
                Named.of("write keeps one byte to itself", WriteDropsByte::new),
                Named.of("a durable write is forgotten", DurableWriteForgets::new),
                Named.of("cut bytes come back", CutBytesReturn::new),
                Named.of("added bytes are no zeros", AddedBytesAreOnes::new),
                Named.of("sync drops a byte", SyncDropsByte::new),
                Named.of("sync clears the interrupt", SyncClearsInterrupt::new),
                Named.of("close leaves the file open", CloseLeavesOpen::new));
    }

    private static class Broken extends DelegatingFile {
        Broken() {
            super(new MemoryStorageFile("broken"));
        }
    }

    private static final class ReadIgnoresFrom extends Broken {
        @Override
        public void read(long offset, byte[] target, int from, int length) {
            byte[] bytes = new byte[Math.max(0, length)];
            super.read(offset, bytes, 0, length);
            System.arraycopy(bytes, 0, target, 0, Math.min(length, target.length));
        }
    }

    private static final class ReadGivesZeros extends Broken {
        @Override
        public void read(long offset, byte[] target, int from, int length) {
            if (offset < 0 || offset + length <= size()) {
                super.read(offset, target, from, length);
            }
        }
    }

    private static final class WriteStops extends Broken {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            super.write(offset, source, from, Math.min(length, 1 << 20));
        }
    }

    private static final class WriteLengthens extends Broken {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            if (offset <= size()) {
                resize(Math.max(size(), offset + length));
            }
            super.write(offset, source, from, length);
        }
    }

    private static final class WriteDropsByte extends Broken {
        @Override
        public void write(long offset, byte[] source, int from, int length) {
            byte[] bytes = source.clone();
            if (from >= 0 && length > 1 && from < source.length - 1) {
                bytes[from + 1] = bytes[from];
            }
            super.write(offset, bytes, from, length);
        }
    }

    private static final class DurableWriteForgets extends Broken {
        @Override
        public void writeDurably(long offset, byte[] source, int from, int length) {
            super.writeDurably(offset, source, from, Math.min(length, 0));
            if (offset > size() - length || from > source.length - length) {
                super.writeDurably(offset, source, from, length);
            }
        }
    }

    private static final class CutBytesReturn extends Broken {
        private byte[] cut = new byte[0];

        @Override
        public void resize(long newSize) {
            long size = size();
            if (newSize < size && newSize >= 0) {
                cut = new byte[(int) (size - newSize)];
                read(newSize, cut, 0, cut.length);
            }
            super.resize(newSize);
            if (newSize > size) {
                write(size, cut, 0, (int) Math.min(cut.length, newSize - size));
            }
        }
    }

    private static final class AddedBytesAreOnes extends Broken {
        @Override
        public void resize(long newSize) {
            long size = size();
            super.resize(newSize);
            if (newSize > size) {
                byte[] ones = new byte[(int) (newSize - size)];
                Arrays.fill(ones, (byte) -1);
                write(size, ones, 0, ones.length);
            }
        }
    }

    private static final class SyncDropsByte extends Broken {
        @Override
        public void sync() {
            super.sync();
            if (size() > 0) {
                write(0, new byte[1], 0, 1);
            }
        }
    }

    private static final class SyncClearsInterrupt extends Broken {
        @Override
        public void sync() {
            Thread.interrupted();
            super.sync();
        }
    }

    private static final class CloseLeavesOpen extends Broken {
        @Override
        public void close() {
            size();
        }
    }
}
