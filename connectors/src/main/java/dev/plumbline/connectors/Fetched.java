package dev.plumbline.connectors;

/** What a look at the provider found. */
public sealed interface Fetched {
    ProviderCustomer customer();

    /** There, and read whole: every page of every list. */
    record Present(Snapshot snapshot) implements Fetched {
        @Override
        public ProviderCustomer customer() {
            return snapshot.customer();
        }
    }

    /** Not there. What that proves depends on the evidence. */
    record Gone(ProviderCustomer customer, Evidence evidence) implements Fetched {}

    enum Evidence {
        /** The provider says {@code deleted: true}: a fact. */
        DELETED,
        /** 404: perhaps a wrong key or a provider's fault. Never acted on alone (02, absence). */
        NOT_FOUND
    }
}
