package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The API says no, in the words of Stripe's error object. */
final class Refused extends RuntimeException {
    private final int status;
    private final @Nullable String code;
    private final @Nullable String param;

    private Refused(int status, @Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    static Refused noSuch(String kind, String id) {
        return new Refused(404, "resource_missing", "id", "No such " + kind + ": '" + id + "'");
    }

    /** A list cannot start at, or be filtered by, what is not there. */
    static Refused noSuchParameter(String kind, String id, String param) {
        return new Refused(400, "resource_missing", param, "No such " + kind + ": '" + id + "'");
    }

    static Refused unknownParameter(String name) {
        return new Refused(400, "parameter_unknown", name, "Received unknown parameter: " + name);
    }

    static Refused invalid(String param, String message) {
        return new Refused(400, "parameter_invalid_integer", param, message);
    }

    static Refused missing(String param) {
        return new Refused(400, "parameter_missing", param, "Missing required param: " + param + ".");
    }

    static Refused unknownPath(String method, String path) {
        return new Refused(404, null, null, "Unrecognized request URL (" + method + ": " + path + ").");
    }

    static Refused readOnly(String method, String path) {
        return new Refused(405, null, null, "This simulated Stripe is read-only (" + method + ": " + path + ").");
    }

    static Refused badKey() {
        return new Refused(401, null, null, "Invalid API Key provided.");
    }

    static Refused tooMany() {
        return new Refused(429, "rate_limit", null, "Too many requests hit the API too quickly.");
    }

    int status() {
        return status;
    }

    String body() {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error");
        if (code != null) {
            error.put("code", code);
            error.put("doc_url", "https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
        error.put("message", getMessage());
        if (param != null) {
            error.put("param", param);
        }
        error.put("type", "invalid_request_error");
        return Json.pretty(body);
    }
}
