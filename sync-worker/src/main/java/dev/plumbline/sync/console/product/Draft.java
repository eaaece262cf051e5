package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.multipart.MultipartFile;

/**
 * A catalog file in somebody's browser, on its way to be the model: pasted, or uploaded.
 *
 * @param base the revision that it was made on, as the page had it; empty when none was published
 */
record Draft(String source, String base, String effectiveAt, String reason) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /** A file that is uploaded counts more than what stands in the box. */
    static Draft of(
            @Nullable MultipartFile file,
            @Nullable String source,
            @Nullable String base,
            @Nullable String effectiveAt,
            @Nullable String reason)
            throws IOException {
        String text = file != null && !file.isEmpty()
                ? new String(file.getBytes(), StandardCharsets.UTF_8)
                : source == null ? "" : source;
        return new Draft(
                text,
                base == null ? "" : base,
                effectiveAt == null ? "" : effectiveAt,
                reason == null ? "" : reason.strip());
    }

    InputStreamResource body() {
        return new InputStreamResource(new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8)));
    }

    /** Its number; 0, which no revision has, when nothing was published or the browser sends something else. */
    long madeOn() {
        return NUMBER.matcher(base).matches() ? Long.parseLong(base) : 0;
    }

    /** As the API wants it. Never left out: without it the file is published on whatever is there. */
    String ifMatch() {
        return EditNumber.tag(madeOn());
    }

    Map<String, String> fields() {
        var fields = new HashMap<String, String>();
        fields.put("source", source);
        fields.put("base", base);
        fields.put("effectiveAt", effectiveAt);
        fields.put("reason", reason);
        return fields;
    }

    /** One thing that is wrong with the file, and where. */
    record Problem(int line, int column, String code, String detail) {}

    static List<Problem> problems(Refusal refusal) {
        Map<String, Object> properties = refusal.getBody().getProperties();
        return properties != null && properties.get("errors") instanceof List<?> errors
                ? errors.stream()
                        .filter(Map.class::isInstance)
                        .map(error -> (Map<?, ?>) error)
                        .filter(error -> error.get("line") instanceof Integer)
                        .map(Draft::problem)
                        .toList()
                : List.of();
    }

    private static Problem problem(Map<?, ?> error) {
        return new Problem(
                error.get("line") instanceof Integer line ? line : 0,
                error.get("column") instanceof Integer column ? column : 0,
                String.valueOf(error.get("code")),
                String.valueOf(error.get("detail")));
    }

    /** The next day on which it may land; null when the refusal names none. */
    static @Nullable String nextAllowed(Refusal refusal) {
        Map<String, Object> properties = refusal.getBody().getProperties();
        return properties == null || properties.get("nextAllowed") == null
                ? null
                : String.valueOf(properties.get("nextAllowed"));
    }
}
