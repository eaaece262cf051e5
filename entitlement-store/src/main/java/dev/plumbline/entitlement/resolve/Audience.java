package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom promotions are for. Pure, like the resolver, and by what it takes for a contract. */
public final class Audience {
    private Audience() {}

    /**
     * The promotions that a customer may have a place in and never had one, in the order of their keys: not over, its country is
     * among the markets, and a contract on one of the plans would get something of it from now on. Those that begin later count:
     * time passing is not a write, so whoever waits for the window to open would be enrolled by nobody.
     */
    public static List<Promotion> of(Model model, Facts facts, Instant now) {
        Set<String> had =
                facts.enrolments().stream().map(Facts.Enrolment::promotion).collect(Collectors.toSet());
        List<Promotion> open = model.promotions().values().stream()
                .filter(promotion -> !had.contains(promotion.key())
                        && now.isBefore(promotion.until())
                        && isInMarket(promotion, facts))
                .toList();
        return open.isEmpty() ? open : thatGiveSomething(model, facts, open, now);
    }

    private static boolean isInMarket(Promotion promotion, Facts facts) {
        var markets = promotion.audience().markets();
        var country = facts.country();
        return markets.isEmpty()
                || (country != null
                        && markets.stream()
                                .anyMatch(market -> market.countries().contains(country)));
    }

    /** Asked of the layer that will apply them: as if it were enrolled now. */
    private static List<Promotion> thatGiveSomething(Model model, Facts facts, List<Promotion> open, Instant now) {
        var asIf = open.stream()
                .map(promotion -> new Facts.Enrolment(promotion.key(), now, null))
                .toList();
        var situation = new Situation(Prepared.of(model, Layers.ALL), facts.with(asIf), null);
        var giving = new HashSet<String>();
        for (var feature : model.features().values()) {
            for (var span : PromotionLayer.spans(situation, feature.key())) {
                if (span.from().isBefore(span.line().contract().until())) {
                    giving.add(span.promotion());
                }
            }
        }
        var eligible = new ArrayList<>(open);
        eligible.removeIf(promotion -> !giving.contains(promotion.key()));
        return eligible;
    }
}
