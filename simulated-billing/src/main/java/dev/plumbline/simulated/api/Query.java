package dev.plumbline.simulated.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parameters of a request. Lists come as {@code types[]=a} and, from the Java SDK, as {@code types[0]=a}. */
record Query(List<Parameter> parameters) {
    private static final Set<String> ALWAYS = Set.of("expand");
    private static final Set<String> PAGING = Set.of("limit", "starting_after", "ending_before");

    record Parameter(String name, String detail, String value) {
        static Parameter of(String pair) {
            String[] halves = pair.split("=", 2);
            String key = decode(halves[0]);
            int bracket = key.indexOf('[');
            String value = halves.length == 2 ? decode(halves[1]) : "";
            return bracket < 0 || !key.endsWith("]")
                    ? new Parameter(key, "", value)
                    : new Parameter(key.substring(0, bracket), key.substring(bracket + 1, key.length() - 1), value);
        }

        private static String decode(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    static Query of(@Nullable String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                parameters.add(Parameter.of(pair));
            }
        }
        return new Query(parameters);
    }

    /** Stripe refuses what it does not know, so a filter that does nothing is never taken for one that works. */
    void allowPagingAnd(String... names) {
        Set<String> known = Set.of(names);
        parameters.stream()
                .map(Parameter::name)
                .filter(name -> !known.contains(name) && !PAGING.contains(name) && !ALWAYS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refused.unknownParameter(name);
                });
    }

    @Nullable
    String first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse(null);
    }

    List<String> all(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    boolean expands(String path) {
        return all("expand").contains(path);
    }

    int limit() {
        String limit = first("limit");
        if (limit == null) {
            return 10;
        }
        if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > 100) {
            throw Refused.invalid("limit", "This value must be between 1 and 100: " + limit);
        }
        return Integer.parseInt(limit);
    }

    /** {@code created=…} or {@code created[gte]=…} and its like. */
    Predicate<Instant> created() {
        return moment -> parameters.stream()
                .filter(parameter -> parameter.name().equals("created"))
                .allMatch(bound -> holds(bound, moment.getEpochSecond()));
    }

    /** The earliest that {@code created} allows, when it says so; the predicate is what counts. */
    @Nullable
    Instant createdFrom() {
        return bound("gte");
    }

    /** And the first that it does not. */
    @Nullable
    Instant createdUntil() {
        return bound("lt");
    }

    private @Nullable Instant bound(String detail) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals("created")
                        && parameter.detail().equals(detail)
                        && parameter.value().matches("[0-9]{1,11}"))
                .map(parameter -> Instant.ofEpochSecond(Long.parseLong(parameter.value())))
                .findFirst()
                .orElse(null);
    }

    private static boolean holds(Parameter bound, long second) {
        if (!bound.value().matches("[0-9]{1,15}")) {
            throw Refused.invalid("created", "Invalid integer: " + bound.value());
        }
        long limit = Long.parseLong(bound.value());
        return switch (bound.detail()) {
            case "" -> second == limit;
            case "gt" -> second > limit;
            case "gte" -> second >= limit;
            case "lt" -> second < limit;
            case "lte" -> second <= limit;
            default -> throw Refused.unknownParameter("created[" + bound.detail() + "]");
        };
    }
}
