package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.support.RunningPlumbline;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of everything that has a page of its own, whose name or reason means harm: as much of it as the API takes. They change nobody's
 * answers, so that other tests find the company as it was.
 */
final class HostileThings implements AutoCloseable {
    /** Markup, a formula, letters that run the other way, and no place to break it. What turns text around by itself the API refuses. */
    private static final String HARM = "=1+1 " + Company.SCRIPT + " مرحبا " + "W".repeat(800);

    private static final String IN_A_HEADER = "=1+1 " + Company.SCRIPT;
    private static final int LONGEST_NAME = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningPlumbline plumbline;
    private final String approval;
    /** What stands for the places of a path, by the path up to there. */
    private final Map<String, String> places = new LinkedHashMap<>();

    HostileThings(RunningPlumbline plumbline) {
        this.plumbline = plumbline;
        place("/console/customers/{customer}", Company.HARMFUL);
        place("/console/features/{feature}", "invoices");
        place("/console/plans/{ref}", "team@2");
        String model = publish();
        place("/console/promotions/{key}", "harmful");
        place("/console/revisions/{revision}", plumbline.text("select max(revision) from model_revision"));
        approval = made("/v1/approvals", Map.of("kind", "publish", "content", Map.of("source", model), "reason", HARM));
        place("/console/approvals/{id}", approval);
        place("/console/model/plans/{id}", send("/v1/catalog/plan", "application/yaml", model));
        place("/console/overrides/{id}", made("/v1/customers/" + Company.HARMFUL + "/overrides", override()));
        place("/console/migrations/{id}", made("/v1/migrations", migration()));
        String name = HARM.substring(0, LONGEST_NAME);
        made("/v1/users", Map.of("login", "x.y+z@w", "name", name, "roles", List.of("viewer"), "reason", HARM));
        place("/console/people/{login}", "x.y+z@w");
        place("/console/keys/{id}", made("/v1/api-keys", Map.of("name", name, "scopes", List.of("read"))));
        runs();
    }

    /** Of today: this month is not over, so that finance's own test cannot have locked it. */
    private void runs() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC);
        Runs.ran(plumbline, day);
        place("/console/runs/{id}", plumbline.text("select max(id) from reconciliation"));
        place("/console/jobs/{id}", plumbline.text("select max(job_execution_id) from batch_job_execution"));
        place("/console/periods/{period}", day.toString().substring(0, "2026-10".length()));
        place("/console/inbox/events/{event}", plumbline.text("select event_id from inbox order by id desc limit 1"));
        for (String kept : List.of("inbox", "audit")) {
            place("/console/" + kept + "/{id}", plumbline.text("select max(id) from " + kept));
        }
        place("/console/breaks/{id}", plumbline.text("select max(id) from break where detail like '%<script>%'"));
    }

    private void place(String upTo, String value) {
        places.put(upTo, value);
    }

    /** An address of that form; what nobody gave a value stays a place. */
    String filled(String pattern) {
        String filled = pattern;
        for (var place : places.entrySet()) {
            String upTo = place.getKey();
            String before = upTo.substring(0, upTo.indexOf('{'));
            if (filled.startsWith(upTo)) {
                filled = before + ConsoleTest.encoded(place.getValue()) + filled.substring(upTo.length());
            }
        }
        return filled.replace("{feature}", "invoices").replace("{section}", "overrides");
    }

    /** Pages that say the hostile words themselves. */
    List<String> saying() {
        return List.of(
                "/console/approvals/{id}",
                "/console/breaks/{id}",
                "/console/keys/{id}",
                "/console/migrations/{id}",
                "/console/model/plans/{id}",
                "/console/overrides/{id}",
                "/console/people/{login}",
                "/console/promotions/{key}",
                "/console/revisions/{revision}",
                "/console/runs/{id}/parts/{section}");
    }

    /** A promotion that has not begun, with somebody in it. */
    private String publish() {
        String before = plumbline.text("select source from model_revision order by revision desc limit 1");
        String promotion = before.contains("  harmful:")
                ? ""
                : """
                promotions:
                  harmful:
                    reason: %s
                    window: { from: %s, until: 2099-01-01T00:00:00Z }
                    audience: { plans: [business] }
                    grants: { support: email }
                """.formatted(
                        JSON.writeValueAsString(IN_A_HEADER), Instant.now().plus(Duration.ofDays(1)));
        String model = before + promotion;
        send("/v1/catalog/publish", "application/yaml", model);
        made("/v1/promotions/harmful/enrolments", Map.of("customer", Company.HARMFUL, "reason", HARM));
        plumbline.comeToRest();
        return model.replace("name: Team members", "name: " + JSON.writeValueAsString(HARM.substring(0, LONGEST_NAME)));
    }

    private static Map<String, Object> override() {
        String end = Instant.now().plus(Duration.ofDays(20)).toString();
        return Map.of("feature", "bank_payouts", "effect", "deny", "validUntil", end, "reason", HARM);
    }

    private static Map<String, Object> migration() {
        var cohort = Map.of("include", List.of(Company.HARMFUL), "attributes", Map.of("=1+1", Company.SCRIPT));
        return Map.of("from", "team@2", "to", "team@1", "reason", HARM, "cohort", cohort);
    }

    private String made(String path, Map<String, Object> body) {
        return send(path, "application/json", JSON.writeValueAsString(body));
    }

    /** The id of what was made, where it has one. */
    private String send(String path, String type, String body) {
        HttpResponse<String> answer = plumbline.send(plumbline
                .request(path)
                .header("Content-Type", type)
                .header("X-Reason", IN_A_HEADER)
                .POST(BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 202);
        JsonNode made = JSON.readTree(answer.body());
        return made.path("id").isMissingNode() ? "" : made.path("id").asString();
    }

    /** Nobody else is asked to decide it. */
    @Override
    public void close() {
        var _ = made("/v1/approvals/" + approval + "/withdraw", Map.of("reason", HARM));
    }
}
