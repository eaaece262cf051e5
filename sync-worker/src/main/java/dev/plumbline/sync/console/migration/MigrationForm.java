package dev.plumbline.sync.console.migration;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.MigrationAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.CohortAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.WavesAsked;
import dev.plumbline.entitlement.check.migration.MigrationView;
import dev.plumbline.entitlement.check.migration.MigrationView.CohortView;
import dev.plumbline.entitlement.check.migration.MigrationView.WavesView;
import dev.plumbline.sync.console.frame.Moments;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The fields of the form, each named as the place in the body that it becomes: the rules are those of the API. */
final class MigrationForm {
    private static final Set<String> TIMES = Set.of("now", "at-renewal");
    private static final List<String> FIELDS = List.of(
            "from",
            "to",
            "when",
            "date",
            "notBefore",
            "cohortinclude",
            "cohortexclude",
            "cohortcountries",
            "cohortmarkets",
            "cohortterms",
            "cohortprices",
            "cohortattributes",
            "movedByHand",
            "wavespercent",
            "wavessize",
            "wavespause",
            "reason",
            "link",
            "edit");

    private MigrationForm() {}

    /** As it is opened: what is usual is filled in. */
    static Map<String, String> empty(@Nullable String from) {
        var fields = sent(Map.of());
        fields.put("from", from == null ? "" : from);
        fields.put("when", "at-renewal");
        fields.put("wavespercent", "5, 25, 100");
        return fields;
    }

    /**
     * As it was drawn up.
     *
     * @throws Refusal for what these fields cannot hold
     */
    static Map<String, String> of(MigrationView drawn) {
        var fields = sent(Map.of());
        fields.put("edit", Long.toString(drawn.edit()));
        fields.put("from", drawn.from());
        fields.put("to", drawn.to());
        boolean dated = !TIMES.contains(drawn.when());
        fields.put("when", dated ? "date" : drawn.when());
        fields.put("date", dated ? exactly(Instant.parse(drawn.when())) : "");
        fields.put("notBefore", drawn.notBefore() == null ? "" : exactly(drawn.notBefore()));
        CohortView cohort = drawn.cohort();
        fields.put("cohortinclude", text(cohort.include(), "\n"));
        fields.put("cohortexclude", text(cohort.exclude(), "\n"));
        fields.put("cohortcountries", text(cohort.countries(), ", "));
        fields.put("cohortmarkets", text(cohort.markets(), ", "));
        fields.put("cohortterms", text(cohort.terms(), ", "));
        fields.put("cohortprices", text(cohort.prices(), ", "));
        fields.put(
                "cohortattributes",
                text(
                        cohort.attributes().entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue())
                                .sorted()
                                .toList(),
                        ", "));
        fields.put("movedByHand", cohort.movedByHand() ? "on" : "");
        WavesView waves = drawn.waves();
        fields.put("wavespercent", waves.percent().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        fields.put("wavessize", waves.size() == null ? "" : waves.size().toString());
        fields.put("wavespause", waves.pause() == null ? "" : waves.pause());
        fields.put("reason", drawn.reason());
        fields.put("link", drawn.link() == null ? "" : drawn.link());
        return fields;
    }

    /** To the second and below, unlike a field that is opened empty: what is not touched stays. */
    private static String exactly(Instant at) {
        return LocalDateTime.ofInstant(at, ZoneOffset.UTC).toString();
    }

    private static String text(List<String> words, String between) {
        if (words.stream().anyMatch(word -> word.contains(",") || word.contains("\n") || !word.equals(word.strip()))) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "NOT_IN_A_FORM",
                    "A key or a name in it has a comma, or blanks at its end: edit it with PUT /v1/migrations/{id}");
        }
        return String.join(between, words);
    }

    /** As it was filled in, all fields and no others. */
    static Map<String, String> sent(Map<String, String> parameters) {
        var fields = new HashMap<String, String>();
        FIELDS.forEach(
                field -> fields.put(field, parameters.getOrDefault(field, "").strip()));
        return fields;
    }

    /** @throws Refusal for what cannot be read as what its field is for */
    static MigrationAsked asked(Map<String, String> fields) {
        return new MigrationAsked(
                given(fields, "from"),
                given(fields, "to"),
                new CohortAsked(
                        words(fields, "cohortinclude"),
                        words(fields, "cohortexclude"),
                        words(fields, "cohortcountries"),
                        words(fields, "cohortmarkets"),
                        attributes(fields),
                        words(fields, "cohortterms"),
                        words(fields, "cohortprices"),
                        "on".equals(fields.get("movedByHand"))),
                when(fields),
                Moments.ofField("notBefore", given(fields, "notBefore")),
                new WavesAsked(percent(fields), size(fields), given(fields, "wavespause")),
                given(fields, "reason"),
                given(fields, "link"));
    }

    private static @Nullable String when(Map<String, String> fields) {
        if (!"date".equals(fields.get("when"))) {
            return given(fields, "when");
        }
        Instant at = Moments.ofField("date", given(fields, "date"));
        if (at == null) {
            throw Refusal.ofBody("/date", "Say the day and the time");
        }
        return at.toString();
    }

    /** Between commas or on lines of their own: keys may have spaces. */
    private static List<String> words(Map<String, String> fields, String field) {
        return Arrays.stream(fields.getOrDefault(field, "").split("[,\\r\\n]+"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Map<String, String> attributes(Map<String, String> fields) {
        var attributes = new TreeMap<String, String>();
        for (String one : words(fields, "cohortattributes")) {
            int equals = one.indexOf('=');
            if (equals < 1) {
                throw Refusal.ofBody("/cohort/attributes", "Each is name=value, such as segment=smb");
            }
            attributes.put(
                    one.substring(0, equals).strip(), one.substring(equals + 1).strip());
        }
        return attributes;
    }

    private static List<Integer> percent(Map<String, String> fields) {
        try {
            return words(fields, "wavespercent").stream()
                    .map(word -> Integer.valueOf(word.replace("%", "").strip()))
                    .toList();
        } catch (NumberFormatException notOne) {
            throw Refusal.ofBody("/waves/percent", "Percentages that rise to 100, such as 5, 25, 100");
        }
    }

    private static @Nullable Integer size(Map<String, String> fields) {
        try {
            String size = given(fields, "wavessize");
            return size == null ? null : Integer.valueOf(size);
        } catch (NumberFormatException notOne) {
            throw Refusal.ofBody("/waves/size", "A number of customers");
        }
    }

    private static @Nullable String given(Map<String, String> fields, String field) {
        String text = fields.getOrDefault(field, "");
        return text.isEmpty() ? null : text;
    }
}
