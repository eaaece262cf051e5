package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands about migrations, against answers as the server gives them. */
class MigrationCommandsTest {
    private final StubServer server = new StubServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Typed type(String... arguments) {
        return server.terminal().type(arguments);
    }

    @Test
    @DisplayName("M4: one is drawn up with its cohort and waves, and nobody moves by that")
    void drawsUp() {
        server.answers("POST /v1/migrations", 201, "{\"id\":7,\"status\":\"DRAFT\"}");
        Typed typed = type(
                "migration",
                "create",
                "team@1",
                "team@2",
                "--market",
                "nordics,eea",
                "--attribute",
                "segment=smb",
                "--waves",
                "5,100",
                "--pause",
                "PT1H",
                "--reason",
                "v1 is retired");
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out()).contains("drawn up: migration 7");
        assertThat(server.asked().getFirst().body())
                .contains("\"markets\":[\"nordics\",\"eea\"]")
                .contains("\"attributes\":{\"segment\":\"smb\"}")
                .contains("\"waves\":{\"percent\":[5,100],\"pause\":\"PT1H\"}")
                .contains("\"reason\":\"v1 is retired\"");
        assertThat(type("migration", "create", "team@1", "team@2").exit()).isEqualTo(3);
        assertThat(type("migration").exit()).isEqualTo(3);
    }

    @Test
    @DisplayName("M4: a preview ends with 2 when somebody loses something, and says what and who is left out")
    void previews() {
        server.answers("POST /v1/migrations/7/preview", 202, "{}")
                .answers(
                        "GET /v1/migrations/7",
                        200,
                        "{\"id\":7,\"status\":\"PREVIEWED\",\"action\":\"preview\",\"counts\":{}}")
                .answers("GET /v1/migrations/7/preview", 200, """
                        {"id":7,"status":"PREVIEWED","summary":{"moves":12,"lose":3,"gain":12,
                         "byFeature":{"sso":{"LOST":3}},"leftOut":{"BY_HAND":2}}}""");
        Typed typed = type("migration", "preview", "7");
        assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
        assertThat(typed.out())
                .contains("12 customers move; 3 lose something, 12 gain something")
                .contains("sso LOST: 3")
                .contains("left out, BY_HAND: 2");
    }

    @Test
    @DisplayName("M4: a start is watched to the end of its wave; a wave that waits is something to look at")
    void watchesAWave() {
        server.answers("POST /v1/migrations/7/start", 202, "{}")
                .answers("GET /v1/migrations/7", 200, """
                        {"id":7,"status":"WAITING","action":"move","wave":2,"waves":{"count":3},"from":"team@1","to":"team@2",
                         "counts":{"MOVED":5,"PENDING":95}}""")
                .answers("POST /v1/migrations/7/undo", 409, """
                        {"code":"NOTHING_TO_UNDO","title":"Conflict","status":409,"detail":"Everything has taken effect"}""");
        Typed typed = type("migration", "start", "7", "--reason", "go");
        assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
        assertThat(typed.out()).contains("WAITING wave 2 of 3", "5 MOVED", "95 PENDING");
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"reason\":\"go\"}");
        Typed refused = type("migration", "undo", "7", "--reason", "oh");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("NOTHING_TO_UNDO");
    }

    @Test
    void listsMigrationsAndOutcomes() {
        server.answers("GET /v1/migrations", 200, """
                        {"data":[{"id":7,"status":"COMPLETED","from":"team@1","to":"team@2","when":"now","wave":1,
                                  "waves":{"count":1},"askedBy":"paul","reason":"v1 is retired"}],"nextCursor":null}""").answers("GET /v1/migrations/7/outcomes", 200, """
                        {"data":[{"customer":"acme","outcome":"SKIPPED","why":"EXCLUDED","detail":null,"effectiveAt":null}],
                         "nextCursor":null}""");
        assertThat(type("migration", "list").out()).contains("COMPLETED", "team@1", "paul");
        assertThat(type("migration", "outcomes", "7", "--losers").out()).contains("SKIPPED  acme  EXCLUDED");
        assertThat(server.asked().getLast().path()).isEqualTo("/v1/migrations/7/outcomes?loses=true&limit=1000");
    }
}
