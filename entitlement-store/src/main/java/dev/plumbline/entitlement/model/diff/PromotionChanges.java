package dev.plumbline.entitlement.model.diff;

import static dev.plumbline.entitlement.model.diff.Change.Effect.ALTERS_NO_ANSWER;
import static dev.plumbline.entitlement.model.diff.Change.Effect.CAN_ALTER_ANSWERS;
import static java.util.function.Function.identity;

import dev.plumbline.entitlement.model.Market;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.model.diff.Change.Kind;
import dev.plumbline.entitlement.model.diff.Changes.Place;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What is given for a while. */
final class PromotionChanges {
    private final Changes changes;

    PromotionChanges(Changes changes) {
        this.changes = changes;
    }

    void compare(Model before, Model after) {
        Changes.walk(
                before.promotions(),
                after.promotions(),
                Changes.fate(
                        (key, promotion) ->
                                changes.added(Kind.PROMOTION_ADDED, place(key), words(promotion), CAN_ALTER_ANSWERS),
                        (key, promotion) -> changes.removed(
                                Kind.PROMOTION_REMOVED, place(key), words(promotion), CAN_ALTER_ANSWERS),
                        this::kept));
    }

    private static Place place(String key) {
        return new Place(key, "/promotions/" + key, "The promotion " + key);
    }

    private static String words(Promotion promotion) {
        return Words.grants(promotion.grants()) + "; " + Words.span(promotion.from(), promotion.until()) + "; to "
                + audience(promotion) + "; " + grantFor(promotion) + " (" + promotion.reason() + ")";
    }

    private static String audience(Promotion promotion) {
        var audience = promotion.audience();
        var plans = audience.plans().isEmpty() ? "every plan" : "plans " + Words.sorted(audience.plans());
        var markets = audience.markets().isEmpty()
                ? "every market"
                : "markets "
                        + Words.list(
                                audience.markets().stream().map(Market::key).toList());
        var most = audience.maxCustomers() == null ? "" : ", at most " + audience.maxCustomers() + " customers";
        return plans + " in " + markets + most;
    }

    private static String grantFor(Promotion promotion) {
        return promotion.grantFor() == null ? "until the window ends" : "for " + Words.length(promotion.grantFor());
    }

    private void kept(String key, Promotion was, Promotion is) {
        var at = place(key);
        changes.compare(
                Kind.PROMOTION_REASON_CHANGED,
                at.at("reason", "The reason of the promotion " + key),
                was.reason(),
                is.reason(),
                identity(),
                ALTERS_NO_ANSWER);
        part(
                at.at("window", "The window of the promotion " + key),
                was,
                is,
                promotion -> List.of(promotion.from(), promotion.until()),
                promotion -> Words.span(promotion.from(), promotion.until()));
        part(
                at.at("audience", "The audience of the promotion " + key),
                was,
                is,
                PromotionChanges::audienceByName,
                PromotionChanges::audience);
        part(
                at.at("grants", "What the promotion " + key + " gives"),
                was,
                is,
                Promotion::grants,
                promotion -> Words.grants(promotion.grants()));
        part(
                at.at("grantFor", "How long each one has the promotion " + key),
                was,
                is,
                promotion -> Objects.requireNonNullElse(promotion.grantFor(), Period.ZERO),
                PromotionChanges::grantFor);
    }

    /** That a market has other countries is a change of the market. */
    private static Object audienceByName(Promotion promotion) {
        var audience = promotion.audience();
        var markets = audience.markets().stream().map(Market::key).toList();
        return List.of(audience.plans(), markets, Objects.requireNonNullElse(audience.maxCustomers(), 0L));
    }

    private void part(
            Place at,
            Promotion was,
            Promotion is,
            Function<Promotion, Object> value,
            Function<Promotion, String> words) {
        if (!value.apply(was).equals(value.apply(is))) {
            changes.say(Kind.PROMOTION_CHANGED, at, words.apply(was), words.apply(is), CAN_ALTER_ANSWERS);
        }
    }
}
