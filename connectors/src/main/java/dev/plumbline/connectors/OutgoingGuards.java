package dev.plumbline.connectors;

import java.util.function.Supplier;

/** What stands between us and a provider. Every single HTTP call passes, also the tenth page of a list. */
public interface OutgoingGuards {
    /** @throws BillingUnavailable what the call throws, or because a guard did not let it through */
    <T> T call(Supplier<T> call);

    /** For a provider in our own memory: nothing to protect, and virtual time must not wait for real time. */
    static OutgoingGuards none() {
        return new OutgoingGuards() {
            @Override
            public <T> T call(Supplier<T> call) {
                return call.get();
            }
        };
    }
}
