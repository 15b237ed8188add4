package org.copsedb.benchmark.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of a traced process, counted by phases. A phase lasts from the line of output {@code begin NAME} to
 * {@code end NAME}; whoever writes these lines is the committer.
 */
public final class CallLog {
    private static final Pattern MARKER = Pattern.compile("(\\d+) +write\\(1, \"(begin|end) (\\w+)\\\\n.*");
    private static final Pattern OPEN =
            Pattern.compile("(\\d+) +(?:openat\\(|<\\.\\.\\. openat resumed).*?(?: = (\\d+)|<unfinished \\.\\.\\.>)");
    private static final Pattern WRITE = Pattern.compile("\\d+ +p?writev?(?:64)?\\((\\d+), .*");
    private static final Pattern SYNC = Pattern.compile("\\d+ +(?:fsync|fdatasync|msync)\\(.*");
    private static final Pattern WRITTEN =
            Pattern.compile("\\d+ +(?:<\\.\\.\\. )?p?writev?(?:64)?(?:\\(| resumed).* = (\\d+)");

    /** What one phase asked for. */
    public static final class Counts {
        private long syncs;
        private long durableWrites;
        private long plainWrites;
        private long bytes;
        private long callsOfCommitter;

        /**
         * Returns the calls that wait for the disk: syncs, and writes through a channel that syncs each.
         *
         * @return how many
         */
        public long durableCalls() {
            return syncs + durableWrites;
        }

        /**
         * Returns the other writes.
         *
         * @return how many
         */
        public long plainWrites() {
            return plainWrites;
        }

        /**
         * Returns the writes of both kinds.
         *
         * @return how many
         */
        public long allWrites() {
            return plainWrites + durableWrites;
        }

        /**
         * Returns the bytes handed to writes.
         *
         * @return how many
         */
        public long bytes() {
            return bytes;
        }

        /**
         * Returns the calls of any kind by the committer.
         *
         * @return how many
         */
        public long callsOfCommitter() {
            return callsOfCommitter;
        }
    }

    private final Map<String, Counts> phases = new HashMap<>();
    private final Set<String> durableDescriptors = new HashSet<>();
    /** Threads whose call was cut in two lines, of which only the first one tells the flags. */
    private final Set<String> openingDurably = new HashSet<>();

    private @Nullable Counts current;
    private String committer = "";

    private CallLog() {}

    /**
     * Reads what {@code strace -f -o} wrote.
     *
     * @param path its file
     * @return the counts
     * @throws IOException if the file can not be read
     */
    public static CallLog read(Path path) throws IOException {
        CallLog log = new CallLog();
        try (Stream<String> lines = Files.lines(path)) {
            lines.forEach(log::take);
        }
        return log;
    }

    /**
     * Returns what one phase asked for.
     *
     * @param name the phase
     * @return its counts
     */
    public Counts phase(String name) {
        Counts counts = phases.get(name);
        if (counts == null) {
            throw new IllegalStateException("the log has no phase " + name);
        }
        return counts;
    }

    private void take(String line) {
        Matcher marker = MARKER.matcher(line);
        if (marker.matches()) {
            committer = marker.group(1) + " ";
            current = marker.group(2).equals("begin")
                    ? phases.computeIfAbsent(marker.group(3), name -> new Counts())
                    : null;
            return;
        }
        learnDescriptor(line);
        if (current == null) {
            return;
        }
        Matcher written = WRITTEN.matcher(line);
        if (written.matches()) {
            current.bytes += Long.parseLong(written.group(1));
        }
        if (!line.contains("resumed>")) {
            count(current, line);
        }
    }

    private void learnDescriptor(String line) {
        Matcher open = OPEN.matcher(line);
        if (!open.matches()) {
            return;
        }
        String thread = open.group(1);
        if (line.contains("O_DSYNC")) {
            openingDurably.add(thread);
        }
        String descriptor = open.group(2);
        if (descriptor == null) {
            return;
        }
        if (openingDurably.remove(thread)) {
            durableDescriptors.add(descriptor);
        } else {
            durableDescriptors.remove(descriptor);
        }
    }

    private void count(Counts counts, String line) {
        if (line.startsWith(committer)) {
            counts.callsOfCommitter++;
        }
        Matcher write = WRITE.matcher(line);
        if (SYNC.matcher(line).matches()) {
            counts.syncs++;
        } else if (write.matches()) {
            if (durableDescriptors.contains(write.group(1))) {
                counts.durableWrites++;
            } else {
                counts.plainWrites++;
            }
        }
    }
}
