package dev.plumbline.sync.setup;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.stripe.StripeAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of one Stripe account: {@code PLUMBLINE_STRIPE_<ACCOUNT>_API_KEY} and so on.
 *
 * @param apiKeyFile where the key stands, in place of the key itself: read again while we run (threat S-21)
 * @param webhookSecrets every live one; none: no webhooks are taken for this account. One that is to end has its end behind
 *     it, {@code whsec_…@2026-12-01T00:00:00Z}
 * @param webhookSecretsFile where they stand, by commas or lines, in place of the secrets themselves
 * @param live whether it handles real money; when not said, the key tells ({@code …_live_…})
 * @param autoCustomer whether an unlinked customer of Stripe becomes a customer of ours by itself; yes when not said
 */
record StripeSettings(
        @Nullable String apiKey,
        @Nullable Path apiKeyFile,
        @Nullable List<String> webhookSecrets,
        @Nullable Path webhookSecretsFile,
        @Nullable URI apiBase,
        @Nullable Boolean live,
        @Nullable Integer requestsPerSecond,
        @Nullable Boolean autoCustomer) {

    StripeAccount account(String name) {
        var account = new BillingAccount(Provider.STRIPE, name.toLowerCase(Locale.ROOT));
        String variables = "PLUMBLINE_STRIPE_" + name.toUpperCase(Locale.ROOT);
        String key = one(apiKey, apiKeyFile, variables + "_API_KEY");
        if (key == null || key.isBlank()) {
            throw new StartRefused(
                    account + " has settings but no API key",
                    "Set " + variables
                            + "_API_KEY (a restricted key that may read is best), or remove the account's other settings.",
                    null);
        }
        try {
            StripeAccount settings =
                    StripeAccount.of(account, key, secrets(variables), live == null ? key.contains("_live_") : live);
            if (apiBase != null) {
                settings = settings.withApiBase(apiBase);
            }
            return requestsPerSecond == null ? settings : settings.withRequestsPerSecond(requestsPerSecond);
        } catch (IllegalArgumentException wrong) {
            throw new StartRefused(
                    "The settings of " + account + " are not usable: " + wrong.getMessage(),
                    "Correct " + variables + "_…",
                    wrong);
        }
    }

    private List<String> secrets(String variables) {
        if (webhookSecretsFile == null) {
            return webhookSecrets == null ? List.of() : webhookSecrets;
        }
        String given = webhookSecrets == null ? null : String.join(",", webhookSecrets);
        String text = one(given, webhookSecretsFile, variables + "_WEBHOOK_SECRETS");
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[,\\r\\n]"))
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .toList();
    }

    private static @Nullable String one(@Nullable String given, @Nullable Path file, String variable) {
        if (file == null) {
            return given;
        }
        if (given != null) {
            throw new StartRefused(
                    variable + " and " + variable + "_FILE are both set",
                    "Keep one of them: which one is meant nobody can tell.",
                    null);
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new StartRefused(
                    variable + "_FILE cannot be read: " + file,
                    "Let it name a file that we may read, with the secret in it and nothing else.",
                    unreadable);
        }
    }

    /** Whether there are secrets that may change while we run. */
    boolean hasFiles() {
        return apiKeyFile != null || webhookSecretsFile != null;
    }

    /** A file may be empty now and have a secret in a moment: nothing is accepted until then. */
    boolean takesDeliveries() {
        return webhookSecretsFile != null || (webhookSecrets != null && !webhookSecrets.isEmpty());
    }

    boolean makesCustomersByItself() {
        return autoCustomer == null || autoCustomer;
    }
}
