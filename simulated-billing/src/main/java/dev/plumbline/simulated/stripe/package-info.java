/** A stateful stand-in for Stripe: what its dashboard can do to customers and subscriptions, and the events that tell of it. */
@NullMarked
package dev.plumbline.simulated.stripe;

import org.jspecify.annotations.NullMarked;
