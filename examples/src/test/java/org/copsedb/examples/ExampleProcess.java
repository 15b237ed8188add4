package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An example that was run as a user does it: by a JVM of its own, from the module path, with nobody watching.
 *
 * @param exitCode what it ended with
 * @param output what it printed
 * @param errors what it printed to the standard error
 */
record ExampleProcess(int exitCode, String output, String errors) {
    private static final int PATIENCE_SECONDS = 120;

    /** Runs an example in a folder, which is its temporary folder too. */
    static ExampleProcess run(Class<?> example, Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary")));
        command.add("--module-path");
        command.add(System.getProperty("jdk.module.path"));
        command.add("--module");
        command.add(example.getModule().getName() + "/" + example.getName());
        command.addAll(List.of(arguments));

        Path output = Files.createTempFile("copsedb-example-", ".out");
        Path errors = Files.createTempFile("copsedb-example-", ".err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            process.getOutputStream().close();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> command + " does not end");
            return new ExampleProcess(process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
