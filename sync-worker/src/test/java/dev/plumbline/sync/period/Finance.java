package dev.plumbline.sync.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.UnseenKey;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People of finance with keys of their own, and runs that they ask for. */
final class Finance {
    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> OPEN = Set.of("PENDING", "RUNNING");

    final RunningPlumbline plumbline;
    final String petra;
    final String rune;
    final String ronja;

    Finance(RunningPlumbline plumbline) {
        this.plumbline = plumbline;
        petra = key("petra", "finance-preparer");
        rune = key("rune", "finance-reviewer");
        ronja = key("ronja", "finance-reviewer");
    }

    /** Of somebody who has more than one role, to see that a role is not enough. */
    String key(String login, String... roles) {
        post(
                RunningPlumbline.KEY,
                "/v1/users",
                201,
                Map.of(
                        "login",
                        login,
                        "name",
                        login,
                        "roles",
                        roles,
                        "password",
                        "correct horse battery",
                        "reason",
                        "a test"));
        return anotherKeyOf(login);
    }

    String anotherKeyOf(String login) {
        return UnseenKey.of(plumbline.sql(), "of " + login + System.nanoTime(), login, "read", "write", "finance");
    }

    HttpResponse<String> send(String key, String path, Object body) {
        return plumbline.send(HttpRequest.newBuilder(plumbline.uri(path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    JsonNode post(String key, String path, int expected, Object body) {
        HttpResponse<String> answer = send(key, path, body);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(expected);
        return JSON.readTree(answer.body());
    }

    JsonNode step(String key, YearMonth month, String step, int expected) {
        return post(key, "/v1/periods/" + month + "/" + step, expected, Map.of("reason", "for the test: " + step));
    }

    String code(String key, YearMonth month, String step, int expected) {
        return step(key, month, step, expected).path("code").asString("");
    }

    JsonNode period(YearMonth month) {
        return plumbline.json("/v1/periods/" + month);
    }

    /** From the request to its end. */
    long ran(String mode, LocalDate date) {
        long id = post(
                        RunningPlumbline.KEY,
                        "/v1/reconciliations",
                        202,
                        Map.of("mode", mode, "businessDate", date.toString()))
                .path("id")
                .asLong();
        comesToItsEnd(id);
        return id;
    }

    void comesToItsEnd(long run) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !OPEN.contains(status(run)));
        assertThat(status(run)).isEqualTo("COMPLETED");
    }

    private String status(long run) {
        return plumbline.json("/v1/reconciliations/" + run).path("status").asString("");
    }
}
