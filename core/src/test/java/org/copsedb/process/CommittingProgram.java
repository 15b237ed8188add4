package org.copsedb.process;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.copsedb.Database;
import org.copsedb.Durability;
import org.copsedb.process.CommitOptions.Fault;
import org.copsedb.storage.ChannelStorageFile;
import org.copsedb.storage.CopseException;
import org.copsedb.storage.FileAccess;
import org.copsedb.testkit.DelegatingFile;

/**
 * Commits one transaction after the other until it is killed or the disk refuses, and acknowledges each when it has
 * returned.
 */
final class CommittingProgram {
    /** Begins the line that says why it ended. */
    static final String REFUSED = "refused ";

    private static final long NANOS_TO_LIVE = TimeUnit.SECONDS.toNanos(60);

    /** Without a buffer: a line is written whole, in one call. */
    private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private CommittingProgram() {}

    /**
     * Runs until killed, or for a minute at most.
     *
     * @param arguments options and path; without any they are awaited on the input, a line of each
     * @throws IOException if nobody says what to do
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> told = List.of(arguments);
        if (told.isEmpty()) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String options = input.readLine();
            String path = input.readLine();
            if (options == null || path == null) {
                return; // Whoever started it ended without a use for it.
            }
            told = List.of(options, path);
        }
        CommitOptions options = CommitOptions.parse(told.get(0));
        try (Database database = open(Path.of(told.get(1)), options)) {
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < options.writers(); writer++) {
                int number = writer;
                Thread thread = new Thread(() -> write(database, number, options), "writer " + writer);
                thread.start();
                writers.add(thread);
            }
            for (Thread thread : writers) {
                thread.join();
            }
        } catch (CopseException refused) {
            print(REFUSED + refused);
        }
    }

    private static Database open(Path path, CommitOptions options) {
        if (options.fault() != Fault.LOSES_SYNCS) {
            return Database.open(path, options.database());
        }
        ChannelStorageFile file = ChannelStorageFile.open(path, FileAccess.OPEN_OR_CREATE);
        return Database.open(
                new DelegatingFile(file) {
                    @Override
                    public void sync() {
                        file.size();
                    }

                    @Override
                    public void writeDurably(long offset, byte[] source, int from, int length) {
                        file.write(offset, source, from, length);
                    }
                },
                options.database());
    }

    private static void write(Database database, int writer, CommitOptions options) {
        long end = System.nanoTime() + NANOS_TO_LIVE;
        SplittableRandom random = new SplittableRandom();
        try {
            while (System.nanoTime() < end) {
                if (options.fault() == Fault.ACKNOWLEDGES_EARLY) {
                    acknowledgeEarly(database, writer);
                }
                if (random.nextInt(100) >= options.eventualPercent()) {
                    print(Workload.commit(database, writer, Durability.IMMEDIATE)
                            .toLine());
                    continue;
                }
                Acknowledgement made = Workload.commit(database, writer, Durability.EVENTUAL);
                if (options.fault() == Fault.ACKNOWLEDGES_EVENTUAL_AS_DURABLE) {
                    print(made.toLine());
                    continue;
                }
                print(made.asVisible().toLine());
                makeDurable(database, random.nextInt(60), made);
            }
        } catch (CopseException refused) {
            print(REFUSED + refused);
        }
    }

    /** Now and then makes all commits so far durable, one way or the other. */
    private static void makeDurable(Database database, int choice, Acknowledgement last) {
        if (choice == 0) {
            database.checkpoint();
        } else if (choice < 4) {
            database.flush();
        } else {
            return;
        }
        print(last.toLine());
    }

    private static void acknowledgeEarly(Database database, int writer) {
        long next = database.read(transaction -> {
            Long number = transaction.open(Workload.COMMITS).get(writer);
            return number == null ? 1 : number + 1;
        });
        print(new Acknowledgement(writer, next, next, true).toLine());
    }

    private static void print(String line) {
        try {
            OUTPUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
