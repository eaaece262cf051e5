package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it was filled in, and what is wrong with it, said at the field it is about.
 *
 * @param errors by the name of the field
 * @param refusal what is wrong with all of it; null when nothing is, or the fields say it
 */
public record Filled(
        Map<String, String> values,
        Map<String, String> errors,
        @Nullable String refusal,
        @Nullable String code) {
    /** As the default of a field: it is read as an empty text where it was left empty or not sent, and never as null. */
    public static final String LEFT_EMPTY = "\0";

    public static Filled with(Map<String, String> values) {
        return new Filled(values, Map.of(), null, null);
    }

    /** The same, refused: by the rules that an application's request would be refused by. */
    public Filled refused(Refusal why) {
        var at = new HashMap<String, String>();
        Map<String, Object> properties = why.getBody().getProperties();
        if (properties != null && properties.get("errors") instanceof List<?> errors) {
            errors.forEach(error -> note(error, at));
        }
        boolean said = at.keySet().stream().anyMatch(values::containsKey);
        String detail = why.getBody().getDetail();
        return new Filled(values, at, said || detail == null ? null : detail, why.code());
    }

    private static void note(Object error, Map<String, String> at) {
        if (error instanceof Map<?, ?> said && said.get("detail") != null) {
            Object place = said.get("pointer") == null ? said.get("parameter") : said.get("pointer");
            at.put(String.valueOf(place).replace("/", ""), String.valueOf(said.get("detail")));
        }
    }

    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    public @Nullable String error(String field) {
        return errors.get(field);
    }

    public boolean isRefused() {
        return refusal != null || !errors.isEmpty();
    }
}
