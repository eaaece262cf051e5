package dev.plumbline.entitlement.model;

import java.util.Set;

/** Countries (ISO 3166-1 alpha-2) that are sold to alike. */
public record Market(String key, Set<String> countries) {
    public Market {
        countries = Set.copyOf(countries);
    }
}
