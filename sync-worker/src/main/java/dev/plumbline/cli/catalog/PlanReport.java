package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Terminal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a plan found, in lines. */
final class PlanReport {
    private final Terminal terminal;

    PlanReport(Terminal terminal) {
        this.terminal = terminal;
    }

    void diff(JsonNode run) {
        if (run.path("diff").isEmpty()) {
            terminal.line("The file says what is published already.");
            return;
        }
        for (JsonNode change : run.path("diff")) {
            boolean alters = change.path("effect").asString("").equals("CAN_ALTER_ANSWERS");
            terminal.line(alters ? Paint.warn("~ ") : "  ", sentence(change));
        }
    }

    private static String sentence(JsonNode change) {
        String sentence = change.path("sentence").asString("");
        return sentence.isEmpty() ? change.toString() : sentence;
    }

    void counts(JsonNode run) {
        JsonNode counts = run.path("counts");
        long lose = counts.path("lose").asLong(0);
        String loses = lose + " lose";
        terminal.line(
                "customers: ",
                counts.path("customers").asLong(0),
                " get another answer, ",
                counts.path("gain").asLong(0),
                " gain, ",
                lose == 0 ? loses : Paint.bad(loses));
        long unresolved = counts.path("unresolved").asLong(0);
        if (unresolved > 0) {
            terminal.line(
                    Paint.warn(unresolved + " customers could not be looked at; their stored facts cannot be read"));
        }
        money("at stake of those who lose", run.path("money").path("lose"));
        money("list value of those who gain", run.path("money").path("gain"));
        if (run.path("broad").asBoolean(false)) {
            terminal.line(Paint.strong("broad: "), "it changes the answer of more than one customer");
        }
    }

    private void money(String what, JsonNode side) {
        var amounts = new ArrayList<String>();
        side.path("perMonth")
                .forEach(one -> amounts.add(amount(
                        one.path("amount").asLong(0), one.path("currency").asString(""))));
        long unknown = side.path("unknown").asLong(0);
        if (unknown > 0) {
            amounts.add(unknown + " without a known list price");
        }
        if (!amounts.isEmpty()) {
            terminal.line(what, ", a month: ", String.join(", ", amounts));
        }
    }

    /** Minor units as people write them. */
    static String amount(long minor, String currency) {
        int digits;
        try {
            digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException unknown) {
            return minor + " minor units of " + currency;
        }
        return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency;
    }

    void features(JsonNode run) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("FEATURE", "CUSTOMERS"));
        for (Map.Entry<String, JsonNode> feature :
                run.path("counts").path("byFeature").properties()) {
            var kinds = new ArrayList<String>();
            feature.getValue()
                    .properties()
                    .forEach(kind -> kinds.add(kind.getValue().asLong(0) + " " + kind.getKey()));
            rows.add(List.of(feature.getKey(), String.join(", ", kinds)));
        }
        if (rows.size() > 1) {
            terminal.table(rows);
        }
    }
}
