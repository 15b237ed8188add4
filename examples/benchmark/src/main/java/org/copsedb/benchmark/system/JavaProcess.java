package org.copsedb.benchmark.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A fresh virtual machine that runs one program from the class path of this one. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();

    private JavaProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = process.inputReader();
    }

    /**
     * Starts it.
     *
     * @param prefix a command that runs the virtual machine, such as a tracer; may be empty
     * @param options options for the virtual machine
     * @param program the class with the main method
     * @param arguments its arguments
     * @return the process
     * @throws IOException if it can not be started
     */
    public static JavaProcess start(List<String> prefix, List<String> options, Class<?> program, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(arguments);
        return new JavaProcess(command);
    }

    /**
     * Waits for a line that begins with a word.
     *
     * @param word the word
     * @return what follows the word and a space
     * @throws IOException if the process ended without it; the message has its output
     * @throws InterruptedException if the thread was interrupted
     */
    public String await(String word) throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
            said.append(line).append(System.lineSeparator());
        }
        throw new IOException("a process ended with code " + process.waitFor() + " before it said \"" + word + "\":"
                + System.lineSeparator() + said);
    }

    /**
     * Reads the output to its end.
     *
     * @param listener takes each line
     * @return the code with which the process ended
     * @throws IOException if the output can not be read
     * @throws InterruptedException if the thread was interrupted
     */
    public int follow(Consumer<String> listener) throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            listener.accept(line);
        }
        return process.waitFor();
    }

    /**
     * Kills it at once, as a crash would, and waits until it is gone.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Returns its number.
     *
     * @return the process's number
     */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
