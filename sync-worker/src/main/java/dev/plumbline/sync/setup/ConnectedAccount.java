package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Hint;

/**
 * An account that an operator gave us.
 *
 * @param mode whether it handles real money: an event of the other mode is kept and has no effect (case F-39)
 * @param takesDeliveries it has at least one webhook secret; without one nothing can be verified and no route starts (S-1)
 */
public record ConnectedAccount(BillingConnector connector, Hint.Mode mode, boolean takesDeliveries) {}
