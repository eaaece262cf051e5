package dev.plumbline.sync.console.migration;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.MigrationAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.CohortAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.WavesAsked;
import dev.plumbline.sync.console.frame.Moments;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of the form, each named as the place in the body that it becomes: the rules are those of the API. */
final class MigrationForm {
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
            "link");

    private MigrationForm() {}

    /** As it is opened: what is usual is filled in. */
    static Map<String, String> empty(@Nullable String from) {
        var fields = sent(Map.of());
        fields.put("from", from == null ? "" : from);
        fields.put("when", "at-renewal");
        fields.put("wavespercent", "5, 25, 100");
        return fields;
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
