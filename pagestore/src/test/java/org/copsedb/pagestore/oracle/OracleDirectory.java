package org.copsedb.pagestore.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.copsedb.pagestore.region.BuddyAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** A directory of recordings, each file of which becomes a test. Counts the result lines that were compared. */
public final class OracleDirectory {
    private static final String ARROW = " -> ";

    private final Path directory;
    private final AtomicInteger compared = new AtomicInteger();

    /** A directory that exists. */
    public OracleDirectory(Path directory) {
        this.directory = directory;
    }

    /** How many result lines, each row of edge cases being one, were compared and found equal. */
    public int compared() {
        return compared.get();
    }

    /** One test for each file of recordings. */
    public Stream<DynamicTest> tests() throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.list(directory)) {
            files = paths.filter(OracleDirectory::isRecording)
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        }
        if (files.isEmpty()) {
            fail("no recordings in " + directory);
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
    }

    private static boolean isRecording(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".txt") || name.endsWith(".tsv");
    }

    private void replay(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        if (file.toString().endsWith(".txt")) {
            replayText(file, lines);
            return;
        }
        switch (lines.get(0)) {
            case EdgeCase.HEADER ->
                lines.stream().skip(1).forEach(line -> {
                    EdgeCase.of(line).check();
                    compared.incrementAndGet();
                });
            case SerializedSizes.HEADER -> lines.stream().skip(1).forEach(SerializedSizes::check);
            default -> fail(file + ": not understood: " + lines.get(0));
        }
    }

    private void replayText(Path file, List<String> lines) {
        Session session = null;
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.startsWith("#")) {
                continue;
            }
            int arrow = line.indexOf(ARROW);
            Operation operation = Operation.of(arrow < 0 ? line : line.substring(0, arrow));
            String expected = arrow < 0 ? null : line.substring(arrow + ARROW.length());
            String found;
            try {
                if (Session.isHeader(operation)) {
                    session = Session.open(operation);
                    found = null;
                } else {
                    found = apply(session, operation);
                }
            } catch (RuntimeException | AssertionError unexpected) {
                throw new AssertionError(file + ":" + number + ": " + line, unexpected);
            }
            String place = file + ":" + number + ": " + operation.text();
            assertEquals(expected, found, () -> place);
            if (expected != null) {
                compared.incrementAndGet();
            }
        }
    }

    static @Nullable String apply(@Nullable Session session, Operation operation) {
        if (PageNumberOperations.isOne(operation)) {
            return PageNumberOperations.apply(operation);
        }
        if (session == null) {
            throw operation.notUnderstood();
        }
        return session.apply(operation);
    }

    /** The table of serialized sizes. */
    private static final class SerializedSizes {
        static final String HEADER =
                "capacity\tmax_order\tcapacity_rounded\tto_vec_len\tsavepoint_len\tregion_header_pages_4096";

        static void check(String line) {
            String[] columns = line.split("\t", -1);
            var allocator = new BuddyAllocator(1, Integer.parseInt(columns[0]));
            int size = allocator.toBytes().length;
            assertEquals(
                    List.of(columns),
                    Stream.of(
                                    allocator.capacity(),
                                    allocator.maxOrder(),
                                    (allocator.capacity() + 63) / 64 * 64,
                                    size,
                                    allocator.makeStateForSavepoint().length,
                                    (8 + size + 4095) / 4096)
                            .map(Object::toString)
                            .toList());
        }
    }
}
