package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customer.Details;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A customer as applications send and read it. What they read may be what a billing system says, where no application said
 * otherwise.
 */
record CustomerBody(
        @JsonDeserialize(using = StrictText.class) @Nullable String key,
        @JsonDeserialize(using = StrictText.class) @Nullable String name,
        @JsonDeserialize(using = StrictText.class) @Nullable String country,
        @Nullable Map<String, @Nullable String> attributes) {
    private static final int LONGEST_NAME = 255;
    private static final int MOST_ATTRIBUTES = 50;
    private static final int LONGEST_ATTRIBUTE = 64;
    private static final int LONGEST_VALUE = 512;

    static CustomerBody of(Customer customer) {
        return new CustomerBody(
                customer.key().value(),
                customer.name(),
                customer.country(),
                Map.copyOf(customer.said().attributes()));
    }

    Details checked(CustomerKey path) {
        if (key != null && !key.equals(path.value())) {
            throw Refusal.ofBody("/key", "It is not the key in the path");
        }
        if (name != null && !isText(name, LONGEST_NAME)) {
            throw Refusal.ofBody("/name", "A name has 1 to " + LONGEST_NAME + " characters, none of them controls");
        }
        if (country != null && !Countries.isKnown(country)) {
            throw Refusal.ofBody("/country", "It is an ISO 3166-1 alpha-2 code in capitals, such as FI");
        }
        Map<String, @Nullable String> given = Optional.ofNullable(attributes).orElseGet(Map::of);
        if (given.size() > MOST_ATTRIBUTES) {
            throw Refusal.ofBody("/attributes", "At most " + MOST_ATTRIBUTES + " attributes");
        }
        var kept = new TreeMap<String, String>();
        given.forEach((attribute, value) -> kept.put(attribute, checked(attribute, value)));
        return new Details(name, country, kept);
    }

    private static String checked(String attribute, @Nullable String value) {
        String pointer = "/attributes/" + attribute.replace("~", "~0").replace("/", "~1");
        if (!isText(attribute, LONGEST_ATTRIBUTE)) {
            throw Refusal.ofBody("/attributes", "An attribute is called by 1 to " + LONGEST_ATTRIBUTE + " characters");
        }
        if (value == null || value.length() > LONGEST_VALUE || value.indexOf('\0') >= 0) {
            throw Refusal.ofBody(pointer, "A value is a text of at most " + LONGEST_VALUE + " characters");
        }
        return value;
    }

    private static boolean isText(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
    }
}
