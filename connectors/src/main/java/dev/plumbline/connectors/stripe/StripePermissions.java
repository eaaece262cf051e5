package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingUnavailable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads that a key made for customers and subscriptions need not be allowed. Without them something is seen later or not at
 * all, which a person is told once; what the customer has now does not wait for it.
 */
final class StripePermissions {
    private static final Logger LOG = LoggerFactory.getLogger(StripePermissions.class);

    private final BillingAccount account;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    StripePermissions(BillingAccount account) {
        this.account = account;
    }

    /** Empty when the key may not read it. To be asked only after the key has shown something: a wrong key is no lack of rights. */
    <T> Optional<T> ask(String what, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (BillingUnavailable refused) {
            if (refused.reason() != KEY_REFUSED) {
                throw refused;
            }
            if (told.add(what)) {
                LOG.warn("The key of {} may not read {}: give it that permission at Stripe", account, what);
            }
            return Optional.empty();
        }
    }
}
