package org.copsedb.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another Java process, on the class path. Its errors go where this process's go. It ends when it is closed, at the
 * latest.
 */
public final class ChildJvm implements AutoCloseable {
    private static final long SECONDS_TO_END = 60;

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What to start, and how. */
    public static final class Command {
        private final Class<?> main;
        private final Set<String> classPath = new LinkedHashSet<>();
        /** No log reaches a child, and it need not say so. */
        private final List<String> options =
                new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-Dslf4j.internal.verbosity=ERROR"));

        private List<String> wrapper = List.of();

        private Command(Class<?> main) {
            this.main = main;
            classPath.add(root(main));
        }

        /**
         * Adds the directories or archives of classes to the class path.
         *
         * @param types a class of each
         * @return this
         */
        public Command needing(Class<?>... types) {
            for (Class<?> type : types) {
                classPath.add(root(type));
            }
            return this;
        }

        /**
         * Adds options of the virtual machine; later ones win.
         *
         * @param added the options
         * @return this
         */
        public Command withOptions(String... added) {
            options.addAll(List.of(added));
            return this;
        }

        /**
         * Lets another program start the virtual machine.
         *
         * @param program the program and its arguments, to which the command of the virtual machine is added
         * @return this
         */
        public Command within(String... program) {
            wrapper = List.of(program);
            return this;
        }

        /**
         * Starts the process.
         *
         * @param arguments what the main method is told
         * @return the process
         */
        public ChildJvm start(String... arguments) {
            List<String> command = new ArrayList<>(wrapper);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
            command.addAll(List.of(arguments));
            try {
                return new ChildJvm(new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(String.join(" ", command), e);
            }
        }
    }

    /**
     * Begins a command.
     *
     * @param main the class to run; the directory or archive it comes from is on the class path
     * @return the command
     */
    public static Command of(Class<?> main) {
        return new Command(main);
    }

    /**
     * Finds where a class was loaded from.
     *
     * @param type the class
     * @return the directory or archive
     */
    public static String root(Class<?> type) {
        // Not the code source: for tests that are patched into a module this is the module's.
        String name = type.getName().replace('.', '/') + ".class";
        URL resource = type.getResource("/" + name);
        if (resource == null) {
            throw new IllegalArgumentException(type + " has no class file");
        }
        String location = resource.toString();
        String root = location.substring(0, location.length() - name.length());
        if (root.startsWith("jar:")) {
            root = root.substring("jar:".length(), root.length() - "!/".length());
        }
        try {
            return Path.of(new URI(root)).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(location, e);
        }
    }

    /**
     * Waits for the next line of the process's output.
     *
     * @return the line, or null at the end
     */
    public @Nullable String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the process's number.
     *
     * @return its id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Writes a line to the process's input.
     *
     * @param line the line, without its end
     */
    public void writeLine(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the process with the signal that it can not handle, and waits until it is gone. What it wrote before can
     * still be read.
     */
    public void kill() {
        // Through the handle: the process's own method would close the pipes too.
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** Closes the process's input, which asks it to end, and waits until it is gone. */
    public void finish() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitEnd();
    }

    /** Waits until the process has ended by itself. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits until the process has ended by itself.
     *
     * @return what it ended with
     */
    public int exitCode() {
        awaitEnd();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
