package dev.plumbline.simulated.stripe;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Use that was reported.
 *
 * @param id the identifier by which it is taken once
 * @param created when it was used, as whoever reported it says
 */
public record MeterEvent(String id, Instant created, String eventName, String customer, BigDecimal value)
        implements Kept {
    @Override
    public List<String> owners() {
        return List.of(customer);
    }
}
