package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Model;
import java.time.Instant;

/**
 * A model that is in force from an instant on, and the customer's facts as that model sees them: what an item stands for is
 * a matter of its mappings.
 *
 * @param from {@link Instant#MIN} for the first
 */
public record Stage(Instant from, Model model, Facts facts) {}
