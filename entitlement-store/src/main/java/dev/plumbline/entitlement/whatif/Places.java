package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Places in promotions, as they would be taken by customers who are resolved one after the other. Where places are few, who
 * gets one is a matter of who comes first: the number is right, the names may be others in the end.
 */
final class Places {
    private final Map<String, AtomicLong> left = new HashMap<>();

    /**
     * @param promotions of this model
     * @param held places that customers have already
     */
    Places(Model promotions, Map<String, Long> held) {
        promotions.promotions().forEach((key, promotion) -> {
            Long most = promotion.audience().maxCustomers();
            left.put(key, new AtomicLong(most == null ? Long.MAX_VALUE : most - held.getOrDefault(key, 0L)));
        });
    }

    /** Those that it gets of what is open to it. */
    List<Facts.Enrolment> take(List<Promotion> open, Instant at) {
        return open.stream()
                .filter(promotion -> isTaken(promotion.key()))
                .map(promotion -> new Facts.Enrolment(promotion.key(), at, null))
                .toList();
    }

    private boolean isTaken(String promotion) {
        AtomicLong places = left.get(promotion);
        return places != null && places.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    /** These were taken before, where the draft has them too. */
    void give(List<Facts.Enrolment> taken) {
        taken.forEach(enrolment -> isTaken(enrolment.promotion()));
    }
}
