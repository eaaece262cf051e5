package dev.plumbline.entitlement.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.RunningStore.Answer;
import dev.plumbline.entitlement.questions.Line.Ask;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a line of the running store and holds the answer against what is expected. */
final class Hearing {
    private final RunningStore store;
    private final Line line;

    Hearing(RunningStore store, Line line) {
        this.store = store;
        this.line = line;
    }

    /** @throws AssertionError when another answer is heard */
    void hear() {
        String customer = "/v1/customers/" + line.customer();
        switch (line.ask()) {
            case Ask.Check check -> check(get(customer + "/entitlements/" + check.feature(), asked(check)));
            case Ask.Everything() -> everything(get(customer + "/entitlements", List.of()));
            case Ask.Upgrades(var wish) -> {
                var asked = new ArrayList<>(asked(wish));
                asked.add("feature=" + wish.feature());
                upgrades(get(customer + "/upgrades", asked));
            }
            case Ask.Why(var check) ->
                why(get(customer + "/entitlements/" + check.feature() + "/explain", asked(check)));
            case Ask.History() -> history(get(customer + "/timeline", List.of()));
            case Ask.PriceList(var place, var term) -> {
                var asked = new ArrayList<String>();
                if (place != null) {
                    asked.add("market=" + place);
                }
                if (term != null) {
                    asked.add("term=" + term);
                }
                priceList(get("/v1/catalog/matrix", asked));
            }
        }
    }

    private static List<String> asked(Ask.Check check) {
        var asked = new ArrayList<String>();
        if (check.requested() != null) {
            asked.add("requested=" + check.requested());
        }
        if (check.level() != null) {
            asked.add("level=" + check.level());
        }
        if (check.strictly()) {
            asked.add("consistency=strict");
        }
        return asked;
    }

    private Answer get(String path, List<String> asked) {
        var all = new ArrayList<>(asked);
        add(all, "at", line.at());
        add(all, "knownAt", line.knownAt());
        add(all, "country", line.country());
        add(all, "user", line.user());
        return store.get(all.isEmpty() ? path : path + "?" + String.join("&", all));
    }

    private static void add(List<String> all, String name, @Nullable Object value) {
        if (value != null) {
            all.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    private @Nullable JsonNode answered(Answer answer) {
        String refused = line.expects().textOrNull("refused");
        if (refused != null) {
            assertThat(answer.status() + " " + answer.code()).as(answer.text()).isEqualTo(refused);
            return null;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void check(Answer answer) {
        JsonNode heard = answered(answer);
        if (heard != null) {
            access(heard, heard);
            same("limit", number(heard), heard);
            same("level", heard.path("level").asString(""), heard);
            same("phase", heard.path("phase").asString(""), heard);
            if (line.expects().has("until")) {
                assertThat(Strict.instant(heard.get("validUntil").asString()))
                        .as("until, in " + heard)
                        .isEqualTo(Strict.instant(line.expects().text("until")));
            }
        }
    }

    /** Access, why, and where from. */
    private void access(JsonNode heard, JsonNode shown) {
        same("access", heard.get("hasAccess").asBoolean() ? "yes" : "no", shown);
        same("because", heard.path("reason").asString(""), shown);
        same("from", heard.path("source").path("ref").asString(""), shown);
    }

    private void same(String key, String heard, JsonNode shown) {
        String expected = line.expects().textOrNull(key);
        if (expected != null) {
            assertThat(heard).as(key + ", in " + shown).isEqualTo(expected);
        }
    }

    private static String number(JsonNode check) {
        if (check.path("unlimited").asBoolean(false)) {
            return "unlimited";
        }
        JsonNode limit = check.path("limit");
        return limit.isNumber() ? new BigDecimal(limit.asString()).toPlainString() : "none";
    }

    /** All of them: a feature that is not expected is a surprise. */
    private void everything(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var heard = new TreeMap<String, String>();
        for (JsonNode check : answer.json().get("data")) {
            heard.put(check.get("feature").asString(), value(check));
        }
        var expected = new TreeMap<String, String>();
        line.expects()
                .node()
                .properties()
                .forEach(one -> expected.put(
                        one.getKey(),
                        Strict.words(one.getValue(), line.expects().where())));
        assertThat(heard).isEqualTo(expected);
    }

    private static String value(JsonNode check) {
        if (!check.get("hasAccess").asBoolean()) {
            return "no";
        }
        return switch (check.get("type").asString()) {
            case "switch" -> "yes";
            case "level" -> check.get("level").asString();
            default -> number(check);
        };
    }

    private void upgrades(Answer answer) {
        JsonNode heard = answered(answer);
        if (heard == null) {
            return;
        }
        access(heard.get("now"), heard);
        if (line.expects().has("offers")) {
            assertThat(texts(heard.get("data"), "why"))
                    .containsExactlyElementsOf(line.expects().texts("offers"));
        }
        if (line.expects().has("prices")) {
            var prices = new ArrayList<String>();
            heard.get("data").forEach(offer -> prices.add(price(offer.get("listPricePerMonth"))));
            assertThat(prices).containsExactlyElementsOf(line.expects().texts("prices"));
        }
        if (line.expects().has("why")) {
            assertThat(heard.get("why").asString()).contains(line.expects().text("why"));
        }
    }

    private static String price(JsonNode price) {
        return price.isNull()
                ? "unknown"
                : BigDecimal.valueOf(price.get("amount").asLong(), 2).toPlainString() + " "
                        + price.get("currency").asString();
    }

    private static List<String> texts(JsonNode list, String field) {
        var texts = new ArrayList<String>();
        list.forEach(one -> texts.add(one.get(field).asString()));
        return texts;
    }

    private void why(Answer answer) {
        JsonNode heard = answered(answer);
        if (heard == null) {
            return;
        }
        access(heard.get("decision"), heard);
        var layers = new ArrayList<String>();
        heard.get("layers").forEach(layer -> layers.add(layer(layer)));
        line.expects()
                .texts("says")
                .forEach(expected -> assertThat(layers).as(expected).anyMatch(layer -> layer.contains(expected)));
        var facts = new ArrayList<String>();
        heard.get("facts")
                .forEach(fact -> facts.add(fact.get("kind").asString() + " "
                        + fact.get("ref").asString()
                        + (fact.has("event") ? " by " + fact.get("event").asString() : "")));
        line.expects()
                .texts("facts")
                .forEach(expected -> assertThat(facts).as(expected).anyMatch(fact -> fact.contains(expected)));
    }

    private static String layer(JsonNode layer) {
        JsonNode source = layer.get("source");
        return layer.get("layer").asString()
                + (source.isNull() ? "" : " " + source.get("ref").asString()) + ": "
                + layer.path("before").asString("nothing") + " → "
                + layer.path("after").asString("nothing")
                + (layer.get("won").asBoolean() ? ", decides" : "") + ". "
                + layer.get("why").asString();
    }

    /** In their order, the newest first; there may be more between them. */
    private void history(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var told = new ArrayList<String>();
        for (JsonNode entry : answer.json().get("data")) {
            String link = entry.path("link").asString("");
            told.add(entry.get("actor").asString() + " " + entry.get("action").asString() + ": "
                    + entry.get("reason").asString() + (link.isEmpty() ? "" : " " + link) + changes(entry));
        }
        int from = 0;
        for (String expected : line.expects().texts("tells")) {
            while (from < told.size() && !told.get(from).contains(expected)) {
                from++;
            }
            assertThat(from)
                    .as("\"%s\" is not told, or not in this order, in %s", expected, told)
                    .isLessThan(told.size());
            from++;
        }
    }

    private static String changes(JsonNode entry) {
        var changes = new StringBuilder();
        for (JsonNode change : entry.path("changes")) {
            changes.append("; ")
                    .append(change.get("feature").asString())
                    .append(' ')
                    .append(state(change.path("before")))
                    .append(" → ")
                    .append(state(change.path("after")));
        }
        return changes.toString();
    }

    private static String state(JsonNode state) {
        if (!state.path("hasAccess").asBoolean(false)) {
            return "no";
        }
        if (state.path("unlimited").asBoolean(false)) {
            return "unlimited";
        }
        JsonNode limit = state.path("limit");
        return limit.isNumber()
                ? new BigDecimal(limit.asString()).toPlainString()
                : state.path("level").asString("yes");
    }

    private void priceList(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        line.expects()
                .node()
                .properties()
                .forEach(version -> version.getValue()
                        .properties()
                        .forEach(cell -> assertThat(cell(answer.json(), version.getKey(), cell.getKey()))
                                .as(version.getKey() + " " + cell.getKey())
                                .isEqualTo(Strict.words(
                                        cell.getValue(), line.expects().where()))));
    }

    private static String cell(JsonNode matrix, String version, String feature) {
        for (JsonNode row : matrix.get("rows")) {
            if (row.get("feature").asString().equals(feature)) {
                if (row.get("addOns").has(version)) {
                    return row.get("addOns").get(version).get("text").asString();
                }
                JsonNode cell = row.get("cells").path(version);
                assertThat(cell.isMissingNode())
                        .as("there is no column " + version)
                        .isFalse();
                var marks = new ArrayList<String>();
                cell.get("marks").forEach(mark -> marks.add(mark.asString()));
                String text = cell.get("text").asString();
                return marks.isEmpty() ? text : text + " (" + String.join("; ", marks) + ")";
            }
        }
        throw new AssertionError("There is no row " + feature);
    }
}
