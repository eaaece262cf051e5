package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.EmailDomain;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.record.ComparisonKey;
import java.util.Arrays;
import java.util.HexFormat;
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
 * @param domain of their e-mail address at a billing system
 */
public record CustomersSought(
        @Nullable String q,
        @Nullable String plan,
        @Nullable String status,
        @Nullable String market,
        @Nullable String domain) {
    private static final Pattern PLAN = Pattern.compile("([A-Za-z0-9_.-]{1,200})(?:@([0-9]{1,9}))?");

    /** Only the text: who is found alone by it is meant. */
    public boolean isForOne() {
        return q != null && hasTextAlone();
    }

    public boolean isForAll() {
        return q == null && hasTextAlone();
    }

    private boolean hasTextAlone() {
        return plan == null && status == null && market == null && domain == null;
    }

    /** The same, by a domain in the place of the text. */
    public CustomersSought at(EmailDomain of) {
        return new CustomersSought(null, plan, status, market, of.value());
    }

    CustomersWanted wanted(Map<String, Market> markets, ComparisonKey keyed) {
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
                domain == null
                        ? null
                        : HexFormat.of().formatHex(keyed.hash(mail(domain).compared())),
                countries(markets));
    }

    private static EmailDomain mail(String domain) {
        return EmailDomain.of(domain)
                .orElseThrow(() -> Refusal.ofParameter("domain", "A domain such as acme.example, whole"));
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
