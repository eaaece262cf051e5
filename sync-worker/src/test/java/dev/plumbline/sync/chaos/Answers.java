package dev.plumbline.sync.chaos;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an application hears from a node. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern OUTCOME = Pattern.compile("plumbline_pass_total\\{outcome=\"(\\w+)\"\\} (\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String key;

    Answers(String key) {
        this.key = key;
    }

    /** By feature: {@code no}, {@code yes}, {@code yes 300}, {@code yes email}. Whatever is not an answer is told as such. */
    Map<String, String> of(String customer, Node node, String query) {
        Heard answer = ask(node, "GET", "/v1/customers/" + customer + "/entitlements" + query);
        if (answer.status() != 200) {
            return Map.of("status", answer.status() + " " + answer.body());
        }
        var words = new TreeMap<String, String>();
        for (JsonNode check : JSON.readTree(answer.body()).get("data")) {
            words.put(check.get("feature").asString(), word(check));
        }
        return words;
    }

    private static String word(JsonNode check) {
        if (!check.get("hasAccess").asBoolean()) {
            return "no";
        }
        return switch (check.get("type").asString()) {
            case "switch" -> "yes";
            case "level" -> "yes " + check.get("level").asString();
            default -> "yes " + check.get("limit").asLong();
        };
    }

    /** The chain of the audit, where a node can verify it; else nothing. */
    String auditProblem(Node node) {
        Heard answer = ask(node, "POST", "/v1/audit/verify");
        return switch (answer.status()) {
            case 404, 405 -> "";
            case 200 -> JSON.readTree(answer.body()).get("valid").asBoolean() ? "" : answer.body();
            default -> answer.status() + " " + answer.body();
        };
    }

    /** How the passes of a node ended since its start, from its metrics: those of a zombie end stale. */
    Map<String, String> passes(Node node) {
        var ended = new TreeMap<String, String>();
        OUTCOME.matcher(ask(node, "GET", "/actuator/prometheus").body())
                .results()
                .forEach(outcome -> ended.put(outcome.group(1), outcome.group(2)));
        return ended;
    }

    /** Status 0: nothing was heard. */
    private record Heard(int status, String body) {}

    private Heard ask(Node node, String method, String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(node.uri(path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .header("Authorization", "Bearer " + key)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Heard(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            return new Heard(0, failure.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Heard(0, stopped.toString());
        }
    }
}
