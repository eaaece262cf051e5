package dev.plumbline.cli.shell;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a server says no with, for people: the detail, each place, and what mends it. */
final class Refusals {
    private Refusals() {}

    static Failure of(Reply reply, URI base) {
        JsonNode problem = reply.jsonOrNull();
        if (problem == null || !problem.isObject() || !problem.has("code")) {
            return Failure.of(
                    base + " answered " + reply.status() + ", and not as a Plumbline does",
                    reply.status() / 100 == 3
                            ? "It wants to send us elsewhere: set PLUMBLINE_URL to the address itself"
                            : "Is PLUMBLINE_URL right, or does something stand in between?");
        }
        String code = problem.path("code").asString("");
        String detail = problem.path("detail").asString(problem.path("title").asString("It was refused"));
        return Failure.refused(detail + " (" + code + ")", details(problem, detail), mend(reply, code), problem);
    }

    private static List<String> details(JsonNode problem, String detail) {
        var details = new ArrayList<String>();
        for (JsonNode error : problem.path("errors")) {
            String place = place(error);
            String what = error.path("detail").asString("");
            if (!place.isEmpty() || !what.equals(detail)) {
                details.add((place.isEmpty() ? "" : place + " ") + what + code(error));
            }
        }
        return details;
    }

    /** Line and column as editors and terminals open them. */
    private static String place(JsonNode error) {
        if (error.path("line").asInt(0) > 0) {
            return error.path("line").asInt() + ":" + error.path("column").asInt(1) + ":";
        }
        return error.path("pointer").asString(error.path("parameter").asString(""));
    }

    private static String code(JsonNode error) {
        String code = error.path("code").asString("");
        return code.isEmpty() ? "" : " (" + code + ")";
    }

    private static @Nullable String mend(Reply reply, String code) {
        return switch (reply.status()) {
            case 401 -> "Set " + Server.KEY + " to a key of this Plumbline; the demo makes a new one at every start";
            case 403 -> code.equals("SECOND_PERSON_REQUIRED") ? null : "Use a key with the scope that this takes";
            case 409 ->
                code.equals("STALE_BASE") ? "Take the published catalog, make your changes on it, plan again" : null;
            case 429, 503 ->
                reply.header("Retry-After").map(s -> "Try again in " + s + " s").orElse(null);
            case 500 -> "Look into the log of the server; plumbline doctor says how it is";
            default -> null;
        };
    }
}
