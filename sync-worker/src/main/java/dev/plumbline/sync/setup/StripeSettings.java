package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.stripe.StripeAccount;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of one Stripe account: {@code PLUMBLINE_STRIPE_<ACCOUNT>_API_KEY} and so on.
 *
 * @param webhookSecrets every live one; none: no webhooks are taken for this account
 * @param live whether it handles real money; when not said, the key tells ({@code …_live_…})
 * @param autoCustomer whether an unlinked customer of Stripe becomes a customer of ours by itself; yes when not said
 */
record StripeSettings(
        @Nullable String apiKey,
        @Nullable List<String> webhookSecrets,
        @Nullable URI apiBase,
        @Nullable Boolean live,
        @Nullable Integer requestsPerSecond,
        @Nullable Boolean autoCustomer) {

    StripeAccount account(String name) {
        var account = new BillingAccount(Provider.STRIPE, name.toLowerCase(Locale.ROOT));
        if (apiKey == null || apiKey.isBlank()) {
            throw new StartRefused(
                    account + " has settings but no API key",
                    "Set PLUMBLINE_STRIPE_" + name.toUpperCase(Locale.ROOT)
                            + "_API_KEY (a restricted key that may read is best), or remove the account's other settings.",
                    null);
        }
        try {
            StripeAccount settings = StripeAccount.of(
                    account,
                    apiKey,
                    webhookSecrets == null ? List.of() : webhookSecrets,
                    live == null ? apiKey.contains("_live_") : live);
            if (apiBase != null) {
                settings = settings.withApiBase(apiBase);
            }
            return requestsPerSecond == null ? settings : settings.withRequestsPerSecond(requestsPerSecond);
        } catch (IllegalArgumentException wrong) {
            throw new StartRefused(
                    "The settings of " + account + " are not usable: " + wrong.getMessage(),
                    "Correct PLUMBLINE_STRIPE_" + name.toUpperCase(Locale.ROOT) + "_…",
                    wrong);
        }
    }

    boolean makesCustomersByItself() {
        return autoCustomer == null || autoCustomer;
    }
}
