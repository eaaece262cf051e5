package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCustomer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a worker brings back from the provider under its claim. */
public sealed interface Look {
    Claim claim();

    /**
     * The subject's whole truth.
     *
     * @param at when the fetch began
     * @param askedFor the known subscriptions: each was asked for by its id if no list showed it
     *
     * @param keyProven for a subject that was not found: another customer was found with the same key just then
     *
     * @param perhapsOld a signed event that this look answers showed more than it does
     */
    record AtCustomer(
            Claim claim, Fetched fetched, Instant at, Set<String> askedFor, boolean keyProven, boolean perhapsOld)
            implements Look {
        public AtCustomer(Claim claim, Fetched fetched, Instant at, Set<String> askedFor, boolean keyProven) {
            this(claim, fetched, at, askedFor, keyProven, false);
        }
    }

    /** Whose the object is; empty when it is nobody's. */
    record AtObject(Claim claim, Optional<ProviderCustomer> customer) implements Look {}

    /** What the account sells. */
    record AtCatalogue(Claim claim, List<ProviderCatalogue.Price> prices) implements Look {
        public AtCatalogue {
            prices = List.copyOf(prices);
        }
    }
}
