package dev.plumbline.cli.customer;

import dev.plumbline.cli.shell.Paint;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/** A check's answer in a line. */
final class Answers {
    private Answers() {}

    static Object[] line(JsonNode check) {
        boolean granted = check.path("hasAccess").asBoolean(false);
        var parts = new ArrayList<>();
        parts.add(check.path("customer").asString(""));
        parts.add(" ");
        parts.add(Paint.strong(check.path("feature").asString("")));
        parts.add(": ");
        parts.add(granted ? Paint.good("granted") : Paint.bad("denied"));
        parts.add(amount(check));
        parts.add(" (" + check.path("reason").asString("") + " from "
                + check.path("source").path("ref").asString("") + ")");
        if (check.path("fallback").asBoolean(false)) {
            parts.add(Paint.warn(" fallback: the store could not be asked"));
        }
        return parts.toArray();
    }

    private static String amount(JsonNode check) {
        return switch (check.path("type").asString("")) {
            case "level" -> ", level " + check.path("level").asString("none");
            case "quantity" -> ", " + limit(check);
            case "metered" ->
                ", " + number(check.path("used")) + " of " + limit(check) + " used"
                        + (check.path("resetsAt").isString()
                                ? ", again from " + check.path("resetsAt").asString()
                                : "");
            default -> "";
        };
    }

    private static String limit(JsonNode check) {
        return check.path("unlimited").asBoolean(false) ? "unlimited" : number(check.path("limit"));
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? number.decimalValue().toPlainString() : "0";
    }
}
