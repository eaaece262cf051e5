package dev.plumbline.simulated.stripe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Invoices are still made but not collected. Status stays as it was, and no {@code paused} event is sent. */
public record CollectionPause(String behavior, @Nullable Instant resumesAt) {}
