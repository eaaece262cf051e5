package dev.plumbline.entitlement.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where in an event's data the value is: {@code $.bytes}, {@code $.files[0].size}. The schema of the catalog lets in no others. */
final class ValuePath {
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\[(\\d{1,9})]|\\['([^']+)']");

    private final List<Object> steps;

    private ValuePath(List<Object> steps) {
        this.steps = steps;
    }

    static ValuePath of(String path) {
        var steps = new ArrayList<Object>();
        var step = STEP.matcher(path);
        while (step.find()) {
            String index = step.group(2);
            if (index != null) {
                steps.add(Integer.valueOf(index));
            } else {
                steps.add(step.group(1) != null ? step.group(1) : step.group(3));
            }
        }
        return new ValuePath(List.copyOf(steps));
    }

    /** Null when there is nothing. */
    @Nullable
    JsonNode in(@Nullable JsonNode data) {
        JsonNode found = data;
        for (Object step : steps) {
            if (found == null) {
                return null;
            }
            found = step instanceof Integer index ? found.get(index) : found.get((String) step);
        }
        return found == null || found.isNull() ? null : found;
    }
}
