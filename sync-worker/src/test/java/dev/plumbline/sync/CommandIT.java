package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands with the real jar, one as it is and the others unpacked, as the launcher runs them: no server is started, nothing but
 * the answer is on the standard output.
 */
class CommandIT {
    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    @Test
    @DisplayName("04: 0, 1 and 3, answered without a server, a database or a log line; a pipe gets UTF-8 in any locale")
    void answersWithoutAServer() throws Exception {
        Path file = Files.writeString(folder.resolve("catalog.yaml"), """
                format: 1
                catalog: { key: x, name: "Ørsted 🚢" }
                features: { support: { type: level, levels: [basic] } }
                plans: { a: { versions: [ { version: 1, grants: { support: basic }, billing: { manual: [] } } ] } }
                """);
        Ended valid = run(List.of("-jar", PlumblineProcess.jar().toString()), "catalog", "validate", file.toString());
        assertThat(valid).isEqualTo(new Ended(0, "", "valid: " + file + ", 1 features, 1 plans\n"));

        Files.writeString(file, Files.readString(file).replace("support: basic", "support: bæsic"));
        Ended invalid = run("catalog", "validate", file.toString());
        assertThat(invalid.exit()).isEqualTo(1);
        assertThat(invalid.out()).startsWith(file + ":4:").contains("bæsic");

        assertThat(run("catalog", "schema").out()).startsWith("{");
        assertThat(run("chekc").exit()).isEqualTo(3);
        assertThat(run("--help").out()).startsWith("Usage: plumbline");
        Ended unreachable = run("check", "acme", "sso");
        assertThat(unreachable.exit()).isEqualTo(1);
        assertThat(unreachable.err()).startsWith("error: No Plumbline answers").doesNotContain("\u001B");
        assertThat(folder.resolve(".plumbline")).as("no database was made").doesNotExist();
    }

    private Ended run(String... arguments) throws IOException, InterruptedException {
        return run(PlumblineProcess.unpackedJar(), arguments);
    }

    private Ended run(List<String> jar, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(jar);
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of("LC_ALL", "C", "PLUMBLINE_URL", "http://127.0.0.1:9", "PLUMBLINE_API_KEY", "plk_x"));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
