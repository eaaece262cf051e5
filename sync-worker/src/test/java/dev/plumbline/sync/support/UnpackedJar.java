package dev.plumbline.sync.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import org.springframework.util.FileSystemUtils;

/**
 * The built jar, unpacked by itself as the launcher and the image do it, and what a training run learned ({@code ./plumbline
 * train}). Such a process is ready in a third of the time. Made once for each jar, by whichever test process needs it first.
 */
final class UnpackedJar {
    private static final Path FOLDER = Path.of("target", "unpacked").toAbsolutePath();
    private static final Path EXECUTABLE = FOLDER.resolve("plumbline.jar");
    private static final Path CLASSES = FOLDER.resolve("start.aot");
    private static final Path MADE_OF = FOLDER.resolve("made-of");

    private UnpackedJar() {}

    /** What stands between the JVM's options and ours. */
    static synchronized List<String> arguments() {
        try (FileChannel channel = FileChannel.open(
                        Path.of("target", "unpacked.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            String jar = checksum(PlumblineProcess.jar());
            if (!Files.exists(MADE_OF) || !Files.readString(MADE_OF).equals(jar)) {
                FileSystemUtils.deleteRecursively(FOLDER);
                unpack();
                train();
                Files.writeString(MADE_OF, jar);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.of("-XX:AOTCache=" + CLASSES, "-jar", EXECUTABLE.toString());
    }

    private static void unpack() throws IOException {
        java(
                "-Djarmode=tools",
                "-jar",
                PlumblineProcess.jar().toString(),
                "extract",
                "--destination",
                FOLDER.toString());
    }

    /** A short training run, which ends by itself. */
    private static void train() throws IOException {
        java(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-XX:AOTCacheOutput=" + CLASSES,
                "-jar",
                EXECUTABLE.toString(),
                "demo",
                "--plumbline.training=PT3S",
                "--server.port=0",
                "--plumbline.embedded.dir=" + FOLDER.resolve("training"));
        if (!Files.exists(CLASSES)) {
            throw new IOException("Nothing was learned; what it said stands above");
        }
    }

    private static void java(String... arguments) throws IOException {
        var builder = new ProcessBuilder(PlumblineProcess.java()).inheritIO();
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("PLUMBLINE_"));
        int status = builder.start().onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(
                    arguments[arguments.length - 1] + " ended with " + status + "; what it said stands above");
        }
    }

    private static String checksum(Path jar) throws IOException {
        var sum = new CRC32();
        sum.update(Files.readAllBytes(jar));
        return jar + " " + sum.getValue();
    }
}
