package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.customer.BillingStatus;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which customers are looked for.
 *
 * @param text how a key begins, a part of the name, or the whole id at a billing system; empty for all
 * @param plan the key of a plan; null for any
 * @param version of that plan; null for any
 * @param status that one of their subscriptions has; null for any
 * @param domain of their e-mail address at a billing system, as it is kept: a hash, in hex; null for any
 * @param countries one of which is theirs; empty for any
 */
public record CustomersWanted(
        String text,
        @Nullable String plan,
        @Nullable Integer version,
        @Nullable BillingStatus status,
        @Nullable String domain,
        Set<String> countries) {
    private static final Pattern PLAN = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
    private static final int LETTERS = 3;

    public CustomersWanted {
        countries = Set.copyOf(countries);
        if (plan != null && !PLAN.matcher(plan).matches()) {
            throw new IllegalArgumentException("No key of a plan: " + plan);
        }
    }

    public static CustomersWanted ofPlan(String plan, int version) {
        return new CustomersWanted("", plan, version, null, null, Set.of());
    }

    /** By what a billing system says of them, and not only by what stands with themselves. */
    boolean isByBilling() {
        return plan != null || status != null || domain != null;
    }

    /** Fewer letters in a row than the index is made of would have all names read: then a name is found by how it begins. */
    public boolean isPartOfName() {
        int inARow = 0;
        for (int character : text.codePoints().toArray()) {
            inARow = Character.isLetterOrDigit(character) ? inARow + 1 : 0;
            if (inARow == LETTERS) {
                return true;
            }
        }
        return false;
    }
}
