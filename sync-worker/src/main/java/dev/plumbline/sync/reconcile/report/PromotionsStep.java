package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.decisions.ValuesForgone;
import dev.plumbline.entitlement.check.decisions.ValuesForgone.Given;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Enrolments;
import dev.plumbline.entitlement.record.Enrolments.Place;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.upgrade.Forgone;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.sheet.Cells;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The register of places in promotions that are not over, with the list value each forgoes, of the account's customers. */
@Component
@Order(420)
class PromotionsStep implements RunStep {
    private final Models models;
    private final ProviderPrices asked;
    private final Enrolments enrolments;
    private final ValuesForgone values;
    private final RegisterLines registers;
    private final InstantSource business;

    PromotionsStep(
            Models models,
            ProviderPrices asked,
            Enrolments enrolments,
            ValuesForgone values,
            RegisterLines registers,
            InstantSource businessClock) {
        this.models = models;
        this.asked = asked;
        this.enrolments = enrolments;
        this.values = values;
        this.registers = registers;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "promotions";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        Instant now = business.instant();
        RegisterLines.Register register = registers.begin(run, Section.PROMOTIONS);
        if (run.modelRevision() == 0) {
            return;
        }
        Model priced = asked.priced(models.inForceAt(run.modelRevision(), now).model());
        for (Promotion promotion : priced.promotions().values()) {
            if (now.isBefore(promotion.until())) {
                tell(promotion, priced, register, progress, now);
            }
        }
    }

    private void tell(
            Promotion promotion, Model priced, RegisterLines.Register register, Progress progress, Instant now) {
        String after = "";
        List<Place> page;
        do {
            page = enrolments.list(promotion.key(), null, after, CustomerStates.MOST);
            register.add(lines(promotion, priced, register, page, now));
            progress.done(page.size());
            after = page.isEmpty() ? after : page.getLast().customer().value();
        } while (page.size() == CustomerStates.MOST);
    }

    private List<List<@Nullable Object>> lines(
            Promotion promotion, Model priced, RegisterLines.Register register, List<Place> page, Instant now) {
        Set<String> ours = register.ours(
                page.stream().map(place -> place.customer().value()).toList());
        List<Place> held = page.stream()
                .filter(place -> place.withdrawn() == null
                        && ours.contains(place.customer().value()))
                .toList();
        Map<CustomerKey, Given> given = values.ofPlaces(priced, promotion, held, now);
        return held.stream()
                .map(place -> line(promotion, place, given.get(place.customer())))
                .toList();
    }

    /** @param given null where nothing is known of the customer */
    private static List<@Nullable Object> line(Promotion promotion, Place place, @Nullable Given given) {
        Forgone value = given == null ? new Forgone.Unknown() : given.value();
        return Cells.of(
                promotion.key(),
                place.customer().value(),
                given == null ? "" : String.join(" ", given.features()),
                place.enrolledAt(),
                promotion.until(),
                place.reason(),
                place.link(),
                place.enrolledBy(),
                value instanceof Forgone.Known(var price) ? price.amount() : null,
                switch (value) {
                    case Forgone.Known(var price) -> price.currency();
                    case Forgone.Unknown _, Forgone.NotOnSale _ -> Sum.UNKNOWN;
                    case Forgone.Nothing _ -> Sum.NONE;
                });
    }
}
