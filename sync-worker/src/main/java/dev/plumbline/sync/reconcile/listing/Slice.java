package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.SubscriptionListing.Made;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list, and how far it was read.
 *
 * @param place where the next page begins; null at the beginning
 */
record Slice(int number, Made made, @Nullable String place, long listed, boolean done) {}
