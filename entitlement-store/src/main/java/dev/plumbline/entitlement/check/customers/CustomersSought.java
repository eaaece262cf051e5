package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.model.Market;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which customers are looked for, as it is sent; null for any.
 *
 * @param q how a key begins, a part of the name, or the whole id at a billing system
 * @param plan such as {@code team}, in any version, or {@code team@2}
 * @param status of one of their subscriptions
 * @param market of the model, or a country
 */
public record CustomersSought(
        @Nullable String q,
        @Nullable String plan,
        @Nullable String status,
        @Nullable String market) {
    private static final Pattern PLAN = Pattern.compile("([A-Za-z0-9_.-]{1,200})(?:@([0-9]{1,9}))?");

    /** Only the text: who is found alone by it is meant. */
    public boolean isForOne() {
        return q != null && plan == null && status == null && market == null;
    }

    public boolean isForAll() {
        return q == null && plan == null && status == null && market == null;
    }

    CustomersWanted wanted(Map<String, Market> markets) {
        String text = Objects.requireNonNullElse(Texts.sought("q", q), "").strip();
        Matcher version = PLAN.matcher(plan == null ? "" : plan);
        if (plan != null && !version.matches()) {
            throw Refusal.ofParameter("plan", "A plan such as team, or a version of it such as team@2");
        }
        String number = plan == null ? null : version.group(2);
        return new CustomersWanted(
                text,
                plan == null ? null : version.group(1),
                number == null ? null : Integer.valueOf(number),
                billing(),
                countries(markets));
    }

    private @Nullable BillingStatus billing() {
        if (status == null) {
            return null;
        }
        return Arrays.stream(BillingStatus.values())
                .filter(one -> one.name().equalsIgnoreCase(status))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter(
                        "status",
                        "It is one of "
                                + Arrays.toString(BillingStatus.values()).toLowerCase(Locale.ROOT)));
    }

    private Set<String> countries(Map<String, Market> markets) {
        if (market == null) {
            return Set.of();
        }
        Market named = markets.get(market);
        if (named == null && !Countries.isKnown(market)) {
            throw Refusal.ofParameter("market", "A market of the model, or a country such as FI");
        }
        return named == null ? Set.of(market) : named.countries();
    }
}
