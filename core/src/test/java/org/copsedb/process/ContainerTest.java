package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Ulimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.copsedb.Database;
import org.copsedb.DatabaseOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database in containers that have less than it would like: disk, memory, rights, peace. */
final class ContainerTest {
    private static final String DATA = "/data";
    private static final String FILE = DATA + "/a.copse";
    private static final long LIMIT = 16 << 20;
    private static final String NOBODY = "65534:65534";

    @TempDir
    private Path folder;

    /** What the containers see as {@link #DATA}. */
    private Path data;

    private Path file;

    @BeforeAll
    static void requireEngine() {
        JavaContainer.requireEngine();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        file = data.resolve("a.copse");
    }

    /** Prepares a container whose files belong to whoever runs the tests. */
    private JavaContainer container(Class<?> main, String... options) throws IOException {
        return JavaContainer.of(main, options)
                .as(Files.getAttribute(data, "unix:uid") + ":" + Files.getAttribute(data, "unix:gid"))
                .withFolder(data, DATA, AccessMode.rw);
    }

    @Test
    void aFullDiskFailsTheTransactionAndHarmsNothing() {
        try (JavaContainer container = JavaContainer.of(FillingProgram.class, "-Xmx64m")
                .with(host -> host.withTmpFs(Map.of(DATA, "size=" + LIMIT)))
                .start(FILE)) {
            assertRefusedAtTheLimit(container.awaitSuccess(), "No space left on device");
        }
    }

    @Test
    void theLargestSizeOfAFileFailsTheTransactionAndHarmsNothing() throws IOException {
        try (JavaContainer container = container(FillingProgram.class, "-Xmx64m")
                .with(host -> host.withUlimits(new Ulimit[] {new Ulimit("fsize", LIMIT, LIMIT)}))
                .start(FILE)) {
            assertRefusedAtTheLimit(container.awaitSuccess(), "File too large");
        }
        assertTrue(Files.size(file) <= LIMIT, () -> file + " is too large");
        try (Database database = Database.open(file)) {
            assertTrue(database.verify().isSound());
            database.execute(
                    transaction -> transaction.open(FillingProgram.TABLE).put(-1L, new byte[(int) LIMIT]));
            assertTrue(database.verify().isSound(), "it goes on where there is no limit");
        }
    }

    private static void assertRefusedAtTheLimit(List<String> lines, String reason) {
        int committed = Integer.parseInt(lines.get(0).replace("committed ", ""));
        assertTrue(committed > 10, lines::toString);
        String refusal = "refused org.copsedb.storage.StorageException: cannot resize /data/a.copse from .*" + reason;
        assertTrue(lines.get(1).matches(refusal), lines.get(1));
        assertEquals(
                List.of("removed null", "put again null", "reopened " + committed, "emptied null"),
                lines.subList(2, lines.size()));
    }

    @Test
    void aDatabaseMayBeFarLargerThanTheMemory() throws IOException {
        long memory = 96 << 20;
        long size = 256 << 20;
        try (JavaContainer container = container(LargeDatabaseProgram.class, "-Xmx40m")
                .with(host -> host.withMemory(memory).withMemorySwap(memory))
                .start(FILE, Long.toString(size), Integer.toString(8 << 20))) {
            List<String> lines = container.awaitSuccess();
            assertEquals(1, lines.size(), lines::toString);
            assertTrue(lines.get(0).startsWith("sound "), lines::toString);
        }
        assertTrue(Files.size(file) >= size, "a smaller database than intended");
    }

    @Test
    void whatAProcessCommittedBeforeTheSystemEndedItForItsMemorySurvives() throws Exception {
        long memory = 160 << 20;
        try (JavaContainer container = container(HungryProgram.class, "-Xmx48m", "-XX:MaxDirectMemorySize=4g")
                .with(host -> host.withMemory(memory).withMemorySwap(memory))
                .start(CommitOptions.USUAL.toText(), FILE)) {
            assertEquals(137, container.awaitEnd(), () -> container.lines().toString());
            assertTrue(container.isKilledForMemory());
            assertCommitsSurvived(container, "killed for its memory");
        }
    }

    @Test
    void whatAKilledContainerCommittedSurvives() throws Exception {
        try (JavaContainer container =
                container(CommittingProgram.class, "-Xmx64m").start(CommitOptions.USUAL.toText(), FILE)) {
            container.awaitLines(50);
            container.kill();
            assertEquals(137, container.awaitEnd());
            assertFalse(container.isKilledForMemory());
            assertCommitsSurvived(container, "killed");
        }
    }

    private void assertCommitsSurvived(JavaContainer container, String which) {
        List<Acknowledgement> acknowledged = container.lines().stream()
                .map(line -> Objects.requireNonNull(Acknowledgement.parse(line), line))
                .toList();
        assertFalse(acknowledged.isEmpty(), "no commit");
        try (Database database = Database.open(file)) {
            new CommitLedger().checkAndGoOn(database, acknowledged, which);
        }
    }

    @Test
    void twoContainersDoNotChangeOneFile() throws Exception {
        try (JavaContainer owner =
                container(CommittingProgram.class, "-Xmx64m").start(CommitOptions.USUAL.toText(), FILE)) {
            owner.awaitLines(1);
            try (JavaContainer second =
                    container(CommittingProgram.class, "-Xmx64m").start(CommitOptions.USUAL.toText(), FILE)) {
                List<String> lines = second.awaitSuccess();
                assertEquals(1, lines.size(), lines::toString);
                assertTrue(lines.get(0).contains("DatabaseLockedException"), lines::toString);
                assertTrue(lines.get(0).contains(FILE), lines::toString);
            }
            int before = owner.lines().size();
            owner.awaitLines(before + 10);
            owner.kill();
            owner.awaitEnd();
            assertCommitsSurvived(owner, "after a second one was refused");
        }
    }

    @Test
    void aReadOnlyFileSystemIsReadAndNotChanged() throws IOException {
        createSmallDatabase();
        byte[] before = Files.readAllBytes(file);
        Files.delete(data.resolve("a.copse.lock"));
        try (JavaContainer container = JavaContainer.of(OpeningProgram.class)
                .withFolder(data, DATA, AccessMode.ro)
                .start(FILE)) {
            assertOpened(
                    container.awaitSuccess(), ".*StorageException: .*/data/a.copse.*Read-only file system.*", true);
        }
        assertEquals(
                List.of("a.copse"), List.of(Objects.requireNonNull(data.toFile().list())));
        assertTrue(Arrays.equals(before, Files.readAllBytes(file)), "the file was changed");
    }

    @Test
    void aUserWithoutRightsIsToldSo() throws IOException {
        createSmallDatabase();
        byte[] before = Files.readAllBytes(file);
        for (boolean readable : List.of(false, true)) {
            String rights = readable ? "rw-r--r--" : "rw-------";
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
            Files.setPosixFilePermissions(data.resolve("a.copse.lock"), PosixFilePermissions.fromString(rights));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (JavaContainer container = JavaContainer.of(OpeningProgram.class)
                    .as(NOBODY)
                    .withFolder(data, DATA, AccessMode.rw)
                    .start(FILE)) {
                assertOpened(container.awaitSuccess(), ".*StorageException: .*/data/a.copse.*Denied.*", readable);
            }
        }
        assertTrue(Arrays.equals(before, Files.readAllBytes(file)), "the file was changed");
    }

    private void createSmallDatabase() {
        try (Database database = Database.open(file, DatabaseOptions.defaults())) {
            database.execute(transaction -> {
                for (long key = 0; key < 40; key++) {
                    transaction.open(FillingProgram.TABLE).put(key, FillingProgram.value(key));
                }
            });
            assertEquals(1, FillingProgram.countBatches(database, 0));
        }
    }

    private static void assertOpened(List<String> lines, String refusal, boolean readable) {
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches("to change: " + refusal), lines.get(0));
        assertTrue(
                readable
                        ? lines.get(1).equals("to read: 1 batches, sound: true")
                        : lines.get(1).matches("to read: " + refusal),
                lines.get(1));
    }
}
