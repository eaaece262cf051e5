package dev.plumbline.entitlement.model;

import java.util.regex.Pattern;

/** The name applications ask by. Fit for a URL path without escaping: OpenFeature's Java provider does not escape it. */
public record FeatureKey(String value) implements Comparable<FeatureKey> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_.-]{0,127}");

    public FeatureKey {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("A feature key is [a-z][a-z0-9_.-]*, at most 128 characters: " + value);
        }
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(FeatureKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
