package dev.plumbline.entitlement.questions;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Sellable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A purchase in plain words, as billing has it: {@code silver, yearly, since 2025-06-01, past due since 2026-11-10}. The
 * price is the one that sold it then on that term, so which version it is comes out of the catalog's mapping.
 */
final class Bought {
    private static final Pattern WHAT = Pattern.compile("(?:(\\d+) x )?([a-z_]+)");
    private static final String TIME = "(\\d{4}-\\S+)";
    private static final Pattern SINCE = Pattern.compile("since " + TIME);
    private static final Pattern UNTIL = Pattern.compile("until " + TIME);
    private static final Pattern TRIAL = Pattern.compile("in trial until " + TIME);
    private static final Pattern LATE = Pattern.compile("(past due|unpaid|paused) since " + TIME);

    private String key = "";
    private long count = 1;
    private @Nullable String term;
    private @Nullable Instant since;
    private @Nullable Instant until;
    private @Nullable Instant trialUntil;
    private @Nullable Instant lateSince;
    private BillingStatus status = BillingStatus.ACTIVE;

    private Bought() {}

    static Bought of(String words) {
        var bought = new Bought();
        String[] parts = words.split(", *", -1);
        Matcher what = WHAT.matcher(parts[0]);
        if (!what.matches()) {
            throw new IllegalArgumentException("Nobody knows what is bought by: " + words);
        }
        bought.count = what.group(1) == null ? 1 : Long.parseLong(what.group(1));
        bought.key = what.group(2);
        for (int i = 1; i < parts.length; i++) {
            bought.take(parts[i], words);
        }
        if (bought.since == null) {
            throw new IllegalArgumentException("Since when? " + words);
        }
        return bought;
    }

    private void take(String part, String words) {
        Matcher sinceThen = SINCE.matcher(part);
        Matcher untilThen = UNTIL.matcher(part);
        Matcher inTrial = TRIAL.matcher(part);
        Matcher late = LATE.matcher(part);
        if (sinceThen.matches()) {
            since = Strict.instant(sinceThen.group(1));
        } else if (untilThen.matches()) {
            until = Strict.instant(untilThen.group(1));
        } else if (inTrial.matches()) {
            trialUntil = Strict.instant(inTrial.group(1));
            status = BillingStatus.TRIALING;
        } else if (late.matches()) {
            status = switch (late.group(1)) {
                case "past due" -> BillingStatus.PAST_DUE;
                case "unpaid" -> BillingStatus.UNPAID;
                default -> BillingStatus.PAUSED;
            };
            lateSince = Strict.instant(late.group(2));
        } else if (part.matches("monthly|yearly")) {
            term = part;
        } else {
            throw new IllegalArgumentException("Nobody knows what \"" + part + "\" means in: " + words);
        }
    }

    /** When billing would tell of it. */
    Instant told() {
        Instant bought = Objects.requireNonNull(since);
        return lateSince == null ? bought : lateSince;
    }

    BillingSnapshot.Subscription subscription(Model model, String id) {
        Instant from = Objects.requireNonNull(since);
        var item = new BillingSnapshot.Item(id + "_si", from, price(model, from), null, null, count, from, null);
        return new BillingSnapshot.Subscription(
                id, status, status.name(), from, from, until, trialUntil, from, "EUR", false, lateSince, List.of(item));
    }

    private record Sold(Sellable sellable, List<Mapping> mappings) {
        static Sold of(PlanVersion version) {
            return new Sold(version.sellable(), version.mappings());
        }

        static Sold of(AddOn.Version version) {
            return new Sold(version.sellable(), version.mappings());
        }
    }

    private String price(Model model, Instant from) {
        Plan plan = model.plans().get(key);
        AddOn addOn = model.addOns().get(key);
        Stream<Sold> versions = plan != null
                ? plan.versions().stream().map(Sold::of)
                : addOn != null ? addOn.versions().stream().map(Sold::of) : Stream.empty();
        return versions.filter(version -> version.sellable().covers(from))
                .flatMap(version -> version.mappings().stream())
                .filter(mapping -> term == null || term.equals(mapping.term()))
                .map(Mapping::ref)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Nobody sold " + key + (term == null ? "" : ", " + term) + ", at " + from));
    }
}
