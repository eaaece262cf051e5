package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;

import dev.plumbline.entitlement.model.BillingPolicy;
import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is true of the whole catalog: its name, markets, meters, policy, precedence and cadence. */
final class GeneralChanges {
    private final Changes changes;

    GeneralChanges(Changes changes) {
        this.changes = changes;
    }

    void compare(Model before, Model after) {
        catalog("key", before.catalog().key(), after.catalog().key());
        catalog("name", before.catalog().name(), after.catalog().name());
        catalog("owner", before.catalog().owner(), after.catalog().owner());
        catalog("currency", before.catalog().currency(), after.catalog().currency());
        changes.compare(
                Kind.CADENCE_CHANGED,
                new Place("cadence", "/cadence", "The cadence of broad changes"),
                before.cadence(),
                after.cadence(),
                Words::of,
                ALTERS_NO_ANSWER);
        markets(before, after);
        meters(before, after);
        policies(before.billingPolicy(), after.billingPolicy());
        changes.compare(
                Kind.PRECEDENCE_CHANGED,
                new Place("precedence", "/precedence", "The precedence of billing systems"),
                before.precedence(),
                after.precedence(),
                Words::list,
                CAN_ALTER_ANSWERS);
    }

    private void catalog(String key, @Nullable String before, @Nullable String after) {
        changes.compare(
                Kind.CATALOG_CHANGED,
                new Place("catalog", "/catalog/" + key, "The " + key + " of the catalog"),
                before,
                after,
                identity(),
                ALTERS_NO_ANSWER);
    }

    private void markets(Model before, Model after) {
        var inUse = before.marketsInUse();
        Changes.walk(
                before.markets(),
                after.markets(),
                Changes.fate(
                        // What names a market is a change of its own.
                        (key, market) -> changes.added(
                                Kind.MARKET_ADDED, market(key), Words.sorted(market.countries()), ALTERS_NO_ANSWER),
                        (key, market) -> changes.removed(
                                Kind.MARKET_REMOVED, market(key), Words.sorted(market.countries()), ALTERS_NO_ANSWER),
                        (key, was, is) -> market(was, is, inUse)));
    }

    private static Place market(String key) {
        return new Place(key, "/markets/" + key, "The market " + key);
    }

    private void market(Market was, Market is, Set<String> inUse) {
        if (was.countries().equals(is.countries())) {
            return;
        }
        var gained = new TreeSet<>(is.countries());
        gained.removeAll(was.countries());
        var lost = new TreeSet<>(was.countries());
        lost.removeAll(is.countries());
        changes.add(
                Kind.MARKET_CHANGED,
                market(was.key()),
                "The market " + was.key() + (gained.isEmpty() ? "" : " gains " + Words.sorted(gained))
                        + (gained.isEmpty() || lost.isEmpty() ? "" : " and")
                        + (lost.isEmpty() ? "" : " loses " + Words.sorted(lost)),
                Words.sorted(was.countries()),
                Words.sorted(is.countries()),
                inUse.contains(was.key()) ? CAN_ALTER_ANSWERS : ALTERS_NO_ANSWER);
    }

    private void meters(Model before, Model after) {
        Changes.walk(
                before.meters(),
                after.meters(),
                Changes.fate(
                        (key, meter) -> changes.added(Kind.METER_ADDED, meter(key), Words.of(meter), ALTERS_NO_ANSWER),
                        (key, meter) ->
                                changes.removed(Kind.METER_REMOVED, meter(key), Words.of(meter), ALTERS_NO_ANSWER),
                        (key, was, is) -> changes.compare(
                                Kind.METER_CHANGED,
                                meter(key),
                                was,
                                is,
                                (Meter meter) -> Words.of(meter),
                                CAN_ALTER_ANSWERS)));
    }

    private static Place meter(String key) {
        return new Place(key, "/meters/" + key, "The meter " + key);
    }

    private void policies(BillingPolicy before, BillingPolicy after) {
        policy("past_due", before.pastDue(), after.pastDue());
        policy("unpaid", before.unpaid(), after.unpaid());
        policy("paused", before.paused(), after.paused());
        changes.compare(
                Kind.BILLING_POLICY_CHANGED,
                policy("paused_collection"),
                before.collectionPaused(),
                after.collectionPaused(),
                Words::of,
                CAN_ALTER_ANSWERS);
    }

    private void policy(String status, BillingPolicy.Policy before, BillingPolicy.Policy after) {
        changes.compare(Kind.BILLING_POLICY_CHANGED, policy(status), before, after, Words::of, CAN_ALTER_ANSWERS);
    }

    private static Place policy(String status) {
        return new Place(status, "/billingPolicy/" + status, "What a customer keeps who is " + status);
    }
}
