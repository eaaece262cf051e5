package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;

/** A delivery that proved where it comes from, and what is to become of it. */
public record Admitted(Delivery delivery, Hint hint, Disposition disposition) {}
