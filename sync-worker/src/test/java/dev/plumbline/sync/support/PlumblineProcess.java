package dev.plumbline.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real jar, unpacked as the launcher does it, in a process of its own, so that it can be killed. */
public final class PlumblineProcess {
    private static final Duration START = Duration.ofMinutes(2);

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final int port = freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable Process process;
    private @Nullable Path executable;
    private int starts;

    /**
     * @param folder where it runs and keeps its database
     */
    public PlumblineProcess(Path folder) {
        this.folder = folder;
        environment.put("SERVER_PORT", Integer.toString(port));
    }

    public PlumblineProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** This jar and no other, as it is: the packed one, or an older version of us. */
    public PlumblineProcess running(Path jar) {
        executable = jar.toAbsolutePath();
        return this;
    }

    public PlumblineProcess unpacked() {
        executable = null;
        return this;
    }

    public static Path jar() {
        return Path.of(System.getProperty("plumbline.jar", "target/plumbline.jar"))
                .toAbsolutePath();
    }

    /** What the JVM is told to run it unpacked. */
    public static List<String> unpackedJar() {
        return UnpackedJar.arguments();
    }

    /** Returns when it is ready. */
    public PlumblineProcess start(String... jvmArguments) {
        launch(jvmArguments);
        return awaitReady();
    }

    /** Returns when it is ready; it was launched before. */
    public PlumblineProcess awaitReady() {
        long until = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (!process().isAlive() || System.nanoTime() > until) {
                throw new AssertionError("The jar "
                        + (isAlive()
                                ? "did not become ready"
                                : "ended with " + process().exitValue()) + " (" + log() + ")\n"
                        + lastLines());
            }
            pause();
        }
        return this;
    }

    public void launch(String... jvmArguments) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
        command.addAll(List.of(jvmArguments));
        command.addAll(executable == null ? unpackedJar() : List.of("-jar", executable.toString()));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        builder.environment().putAll(environment);
        starts++;
        try {
            process = builder.redirectOutput(log().toFile()).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Of what it printed since it was launched last. */
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    public Path log() {
        return folder.resolve("plumbline-" + starts + ".out");
    }

    /** kill -9: nothing is said, nothing is closed. */
    public void kill() {
        process().destroyForcibly();
        awaitEnd();
    }

    /** kill -STOP: it is there, holds what it holds, and does nothing. */
    public void freeze() {
        signal("-STOP");
    }

    /** kill -CONT: it goes on as if no time had passed. */
    public void thaw() {
        signal("-CONT");
    }

    /** kill -TERM; does not wait for the end. */
    public void terminate() {
        signal("-TERM");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process().pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    public void stop() {
        process().destroy();
        awaitEnd();
    }

    /** The exit code, when it ends by itself. */
    public int awaitEnd() {
        try {
            if (!process().waitFor(3, TimeUnit.MINUTES)) {
                process().destroyForcibly();
                throw new AssertionError("It did not end within three minutes; see " + log());
            }
            return process().exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process().pid();
    }

    public boolean isReady() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public int port() {
        return port;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public HttpClient http() {
        return http;
    }

    /**
     * A port below those that the kernel gives to outgoing connections: who is killed and started again finds it free, however
     * many connections others opened meanwhile.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one.
            }
        }
    }

    private Process process() {
        return Objects.requireNonNull(process, "It was never started");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
