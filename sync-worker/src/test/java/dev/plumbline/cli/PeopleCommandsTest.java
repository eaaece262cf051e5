package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands about people, against answers as the server gives them. */
class PeopleCommandsTest {
    private final StubServer server = new StubServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Typed typing(String secret, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(secret.getBytes(StandardCharsets.UTF_8)));
        try {
            return server.terminal().type(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    @DisplayName(
            "S-9 M30: a user is added with a password from the standard input; it is in no command line and not repeated")
    void addsAUser() {
        server.answers("POST /v1/users", 201, "{\"login\":\"maria\",\"roles\":[\"support\"]}");
        Typed typed = typing(
                "correct horse battery\nsecond line\n",
                "user",
                "add",
                "maria",
                "--role",
                "support,viewer",
                "--reason",
                "joins");
        assertThat(typed.exit()).as(typed.err()).isZero();
        assertThat(typed.out()).contains("added: maria as support, viewer").doesNotContain("horse");
        assertThat(server.asked().getFirst().body())
                .isEqualTo("{\"login\":\"maria\",\"roles\":[\"support\",\"viewer\"],"
                        + "\"password\":\"correct horse battery\",\"reason\":\"joins\"}");
        Typed none = typing("", "user", "add", "maria", "--role", "support", "--reason", "joins");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("No password was given");
        assertThat(typing("x\n", "user", "add", "maria", "--reason", "joins").exit())
                .isEqualTo(3);
    }

    @Test
    void listsAndDisablesUsers() {
        server.answers("GET /v1/users", 200, """
                        {"data":[{"login":"maria","name":"Maria","roles":["support","viewer"],"state":"active",
                                  "logsInBy":"password","lastLoginAt":null}],"nextCursor":null}""")
                .answers("POST /v1/users/maria/disable", 200, "{\"login\":\"maria\",\"state\":\"disabled\"}");
        assertThat(server.terminal().type("user", "list").out())
                .contains("maria")
                .contains("support, viewer");
        Typed disabled = server.terminal().type("user", "disable", "maria", "--reason", "has left");
        assertThat(disabled.out()).contains("disabled: maria");
        assertThat(server.asked().getLast().body()).isEqualTo("{\"reason\":\"has left\"}");
        assertThat(server.terminal().type("user").exit()).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "S-8: approvals ends with 2 when something waits, says what became of an approval, and why it is refused")
    void decides() {
        server.answers("GET /v1/approvals", 200, """
                        {"data":[{"id":"apr_1","kind":"publish","askedBy":"paul","expiresAt":"2026-12-01T00:00:00Z",
                                  "title":"Publish on revision 3","reason":"urgent"}],"nextCursor":null}""")
                .answers(
                        "POST /v1/approvals/apr_1/approve",
                        200,
                        "{\"state\":\"executed\",\"title\":\"Publish on revision 3\"}")
                .answers("POST /v1/approvals/apr_1/approve", 200, """
                        {"state":"failed","decided":{"outcome":{"code":"STALE_BASE","detail":"Revision 4 was published"}}}""")
                .answers("POST /v1/approvals/apr_1/reject", 403, """
                        {"code":"SECOND_PERSON_REQUIRED","title":"Forbidden","status":403,"detail":"a second person decides"}""");
        Typed waiting = server.terminal().type("approvals", "list");
        assertThat(waiting.exit()).isEqualTo(2);
        assertThat(waiting.out()).contains("apr_1", "paul", "Publish on revision 3");
        assertThat(server.asked().getFirst().path()).isEqualTo("/v1/approvals?state=pending&limit=500");
        Typed approved = server.terminal().type("approvals", "approve", "apr_1", "--reason", "fine");
        assertThat(approved.exit()).isZero();
        assertThat(approved.out()).contains("executed: Publish on revision 3");
        Typed failed = server.terminal().type("approvals", "approve", "apr_1", "--reason", "fine");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("failed: Revision 4 was published");
        Typed refused = server.terminal().type("approvals", "refuse", "apr_1", "--reason", "no");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("a second person decides");
    }
}
