package dev.plumbline.entitlement.questions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A line of the table.
 *
 * @param at valid time; null for today
 */
record Line(
        @Nullable Instant at,
        @Nullable Instant knownAt,
        @Nullable String customer,
        @Nullable String user,
        @Nullable String country,
        Ask ask,
        Strict expects,
        String title) {

    /** What is asked. */
    sealed interface Ask {
        /** {@code sso}, {@code 30 seats}, {@code support dedicated-manager}; {@code strictly} before it for strict reads. */
        record Check(
                String feature,
                @Nullable String requested,
                @Nullable String level,
                boolean strictly) implements Ask {}

        /** {@code everything} */
        record Everything() implements Ask {}

        /** {@code upgrades to} and what a check may ask for */
        record Upgrades(Check wish) implements Ask {}

        /** {@code why} and what a check may ask for */
        record Why(Check check) implements Ask {}

        /** {@code history} */
        record History() implements Ask {}

        /** {@code price list}, {@code price list in nordics}, {@code price list in FI, yearly}, {@code price list, yearly} */
        record PriceList(@Nullable String place, @Nullable String term) implements Ask {}
    }

    private static final Pattern PRICE_LIST = Pattern.compile("price list(?: in (\\S+?))?(?:, (\\S+))?");
    private static final Pattern THING =
            Pattern.compile("(?:(?<n>\\d+) )?(?<feature>[a-z][a-z0-9_.-]*)(?: (?<level>\\S+))?");

    private static final List<String> OF_CHECK =
            List.of("access", "because", "from", "limit", "level", "phase", "until", "refused");

    static Line of(JsonNode said, String where, Set<String> customers) {
        Strict line = Strict.object(said, where, "at", "knownAt", "customer", "user", "country", "asks", "expects");
        Ask ask = ask(line.text("asks"), where);
        String customer = line.textOrNull("customer");
        boolean isOfSomebody = !(ask instanceof Ask.PriceList);
        if (isOfSomebody != (customer != null)) {
            throw new IllegalArgumentException(where + ": a price list is nobody's, all else is of a customer");
        }
        if (customer != null && !customers.contains(customer) && !"nobody".equals(customer)) {
            throw new IllegalArgumentException(where + ": there is no customer " + customer);
        }
        Strict expects = expects(line.get("expects"), ask, where + "/expects");
        return new Line(
                line.instantOrNull("at"),
                line.instantOrNull("knownAt"),
                customer,
                line.textOrNull("user"),
                line.textOrNull("country"),
                ask,
                expects,
                title(line));
    }

    private static String title(Strict line) {
        var title = new StringBuilder(line.has("customer") ? line.text("customer") + " asks " : "");
        title.append(line.text("asks"));
        for (String more : List.of("user", "country", "at", "knownAt")) {
            if (line.has(more)) {
                title.append(", ").append(more).append(' ').append(line.text(more));
            }
        }
        String expects = line.get("expects")
                .toString()
                .replaceAll("[{}\"\\[\\]]", "")
                .replace(",", ", ")
                .replace(":", " ");
        return title + " and hears " + (expects.length() > 160 ? expects.substring(0, 160) + "…" : expects);
    }

    private static Strict expects(JsonNode said, Ask ask, String where) {
        if (ask instanceof Ask.Everything || ask instanceof Ask.PriceList) {
            if (!said.isObject() || said.isEmpty()) {
                throw new IllegalArgumentException(where + ": something must be expected");
            }
            return new Strict(said, where);
        }
        String[] known =
                switch (ask) {
                    case Ask.Check _ -> OF_CHECK.toArray(String[]::new);
                    case Ask.Upgrades _ ->
                        new String[] {"access", "because", "from", "offers", "prices", "why", "refused"};
                    case Ask.Why _ -> new String[] {"access", "because", "from", "says", "facts", "refused"};
                    case Ask.History _ -> new String[] {"tells"};
                    case Ask.Everything _, Ask.PriceList _ -> new String[] {};
                };
        Strict expects = Strict.object(said, where, known);
        if (said.isEmpty()) {
            throw new IllegalArgumentException(where + ": something must be expected");
        }
        for (Map.Entry<String, JsonNode> one : said.properties()) {
            boolean mayBeEmpty = one.getKey().equals("offers"); // no upgrade is an answer
            if (one.getValue().isArray() && one.getValue().isEmpty() && !mayBeEmpty) {
                throw new IllegalArgumentException(where + "/" + one.getKey() + ": an empty list expects nothing");
            }
        }
        return expects;
    }

    static Ask ask(String words, String where) {
        if (words.equals("everything")) {
            return new Ask.Everything();
        }
        if (words.equals("history")) {
            return new Ask.History();
        }
        Matcher list = PRICE_LIST.matcher(words);
        if (list.matches()) {
            return new Ask.PriceList(list.group(1), list.group(2));
        }
        if (words.startsWith("upgrades to ")) {
            return new Ask.Upgrades(check(words.substring("upgrades to ".length()), false, where));
        }
        if (words.startsWith("why ")) {
            return new Ask.Why(check(words.substring("why ".length()), false, where));
        }
        return words.startsWith("strictly ")
                ? check(words.substring("strictly ".length()), true, where)
                : check(words, false, where);
    }

    private static Ask.Check check(String words, boolean strictly, String where) {
        Matcher thing = THING.matcher(words);
        if (!thing.matches()) {
            throw new IllegalArgumentException(where + ": nobody knows what is asked by: " + words);
        }
        return new Ask.Check(thing.group("feature"), thing.group("n"), thing.group("level"), strictly);
    }
}
