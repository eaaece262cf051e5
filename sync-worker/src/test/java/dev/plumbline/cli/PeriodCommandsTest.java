package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about finance's months, against answers as the server gives them. */
class PeriodCommandsTest {
    private static final String PREPARED = """
            {"period":"2026-10","state":"prepared","over":true,"version":1,
             "packs":[{"version":1,"contentSha256":"abc123","preparedBy":"petra"}],
             "steps":[{"step":"prepared","version":1,"by":"petra","at":"2026-11-02T08:00:00Z","reason":"all in"}],"waiting":[]}""";

    private final StubServer server = new StubServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName(
            "M25: a month is prepared, reviewed and locked with a reason; what waits for a second person ends with 2")
    void takesSteps() {
        server.answers("POST /v1/periods/2026-10/prepare", 200, PREPARED)
                .answers("POST /v1/periods/2026-10/review", 200, PREPARED.replace("prepared", "reviewed"))
                .answers(
                        "POST /v1/periods/2026-10/reopen",
                        202,
                        PREPARED.replace(
                                "\"waiting\":[]",
                                "\"waiting\":[{\"id\":\"apr_1\",\"title\":\"Reopen period 2026-10\"}]"));
        Typed prepared = server.terminal().type("period", "prepare", "2026-10", "--reason", "all in");
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        assertThat(prepared.out())
                .contains("2026-10  prepared")
                .contains("by petra: all in")
                .contains("hash abc123");
        assertThat(server.asked().getLast().body()).isEqualTo("{\"reason\":\"all in\"}");
        server.terminal().type("period", "sign", "2026-10", "--reason", "looked", "--hash", "abc123");
        assertThat(server.asked().getLast().body()).isEqualTo("{\"reason\":\"looked\",\"contentSha256\":\"abc123\"}");
        Typed waits = server.terminal().type("period", "reopen", "2026-10", "--reason", "a late invoice");
        assertThat(waits.exit()).isEqualTo(2);
        assertThat(waits.out()).contains("waits for a second person: Reopen period 2026-10");
        assertThat(server.terminal().type("period", "lock", "2026-10").exit())
                .as("without a reason")
                .isEqualTo(3);
    }

    @Test
    @DisplayName("Where months stand: 2 while one that is over is not locked; a hash that does not hold ends with 1")
    void showsAndVerifies() {
        server.answers("GET /v1/periods", 200, "{\"data\":[" + PREPARED + "],\"nextCursor\":null}")
                .answers(
                        "GET /v1/periods/2026-10",
                        200,
                        PREPARED.replace("\"state\":\"prepared\"", "\"state\":\"locked\""))
                .answers("POST /v1/periods/2026-10/verify", 200, """
                        {"period":"2026-10","valid":false,
                         "packs":[{"version":1,"contentSha256":"abc123","found":"def","valid":false}]}""");
        Typed all = server.terminal().type("period", "status");
        assertThat(all.exit()).isEqualTo(2);
        assertThat(all.out()).contains("PERIOD").contains("petra").contains("abc123");
        assertThat(server.terminal().type("period", "status", "2026-10").exit()).isZero();
        Typed verified = server.terminal().type("period", "verify", "2026-10");
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("differs version 1");
    }

    @Test
    @DisplayName("A pack is written into a file, as it came")
    void exports(@TempDir Path folder) throws IOException {
        server.answers("GET /v1/periods/2026-10/pack.zip", 200, "the bytes");
        Path file = folder.resolve("pack.zip");
        Typed typed = server.terminal()
                .type("period", "export", "2026-10", "--format", "zip", "--version", "1", "--out", file.toString());
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(Files.readString(file)).isEqualTo("the bytes");
    }
}
