package org.copsedb.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.copsedb.Database;
import org.copsedb.btree.Tree;
import org.copsedb.pagestore.PageStore;
import org.copsedb.testkit.ChildJvm;
import org.slf4j.Logger;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A Java program in a container, with less of the machine than it is used to. The image is what the system property
 * {@code copsedb.javaImage} or the environment variable {@code COPSEDB_JAVA_IMAGE} names: any with a {@code java} from
 * 17 on in its path.
 */
final class JavaContainer implements AutoCloseable {
    private static final String DEFAULT_IMAGE = "eclipse-temurin:17-jre";
    private static final int SECONDS_TO_END = 120;
    private static final String CLASSES = "/classes/";

    private final List<Bind> binds = new ArrayList<>();
    private final GenericContainer<?> container;

    private JavaContainer(GenericContainer<?> container) {
        this.container = container;
    }

    /** Skips the test where there is no engine. */
    static void requireEngine() {
        Requirement.require(
                DockerClientFactory.instance().isDockerAvailable(),
                "containers need an engine: none answers here, nor where DOCKER_HOST says");
    }

    /**
     * Prepares a container.
     *
     * @param main the program
     * @param options of the virtual machine
     */
    static JavaContainer of(Class<?> main, String... options) {
        String image = System.getProperty(
                "copsedb.javaImage", System.getenv().getOrDefault("COPSEDB_JAVA_IMAGE", DEFAULT_IMAGE));
        JavaContainer made = new JavaContainer(new GenericContainer<>(DockerImageName.parse(image)));
        List<String> classPath = new ArrayList<>();
        for (String root : classPath(main)) {
            String inside = CLASSES + classPath.size() + "/" + Path.of(root).getFileName();
            made.withFolder(Path.of(root), inside, AccessMode.ro);
            classPath.add(inside);
        }
        List<String> command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", String.join(":", classPath), main.getName()));
        made.container.setCommandParts(command.toArray(String[]::new));
        made.container.withNetworkMode("none");
        made.container.withStartupCheckStrategy(new StartupCheckStrategy() {
            @Override
            public StartupStatus checkStartupState(DockerClient client, String id) {
                return StartupStatus.SUCCESSFUL; // It may have ended already.
            }
        });
        return made;
    }

    private static Set<String> classPath(Class<?> main) {
        Set<String> roots = new LinkedHashSet<>();
        for (Class<?> type : List.of(main, Database.class, Tree.class, PageStore.class, ChildJvm.class, Logger.class)) {
            roots.add(ChildJvm.root(type));
        }
        return roots;
    }

    /** Shows the program a folder of this machine. */
    JavaContainer withFolder(Path outside, String inside, AccessMode access) {
        binds.add(new Bind(outside.toAbsolutePath().toString(), new Volume(inside), access));
        return this;
    }

    /** Lets the program run as somebody else. */
    JavaContainer as(String user) {
        container.withCreateContainerCmdModifier(command -> command.withUser(user));
        return this;
    }

    /** Limits the container. */
    JavaContainer with(Consumer<HostConfig> limit) {
        container.withCreateContainerCmdModifier(command -> {
            HostConfig host = command.getHostConfig();
            assertTrue(host != null, "a container without a configuration");
            limit.accept(host);
        });
        return this;
    }

    /** Starts the program. Skips the test if there is no image. */
    JavaContainer start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(container.getCommandParts()));
        command.addAll(List.of(arguments));
        container.setCommandParts(command.toArray(String[]::new));
        with(host -> host.withBinds(binds));
        try {
            container.start();
        } catch (ContainerFetchException noImage) {
            Requirement.require(
                    false,
                    "containers need an image with Java, and " + container.getDockerImageName() + " can not be had: "
                            + noImage.getMessage());
        }
        return this;
    }

    /** Ends the program with the signal that it can not handle. */
    void kill() {
        container
                .getDockerClient()
                .killContainerCmd(container.getContainerId())
                .withSignal("KILL")
                .exec();
    }

    /** Waits until the program has ended, and returns its exit code. */
    int awaitEnd() {
        return container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(SECONDS_TO_END, TimeUnit.SECONDS);
    }

    /** Waits until the program has succeeded, and returns what it printed. */
    List<String> awaitSuccess() {
        int exitCode = awaitEnd();
        assertTrue(exitCode == 0, () -> "exit code " + exitCode + ": " + container.getLogs());
        return lines();
    }

    /** Tells whether the system ended the program for its memory. */
    boolean isKilledForMemory() {
        InspectContainerResponse.ContainerState state = container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
        return Boolean.TRUE.equals(state.getOOMKilled());
    }

    /** Returns what the program has printed so far. */
    List<String> lines() {
        return container.getLogs(OutputType.STDOUT).lines().collect(Collectors.toList());
    }

    /** Waits until the program has printed so many lines. */
    void awaitLines(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        while (lines().size() < count) {
            assertTrue(container.isRunning(), () -> "it ended: " + container.getLogs());
            assertTrue(System.nanoTime() < end, () -> "no line " + count + ": " + container.getLogs());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
