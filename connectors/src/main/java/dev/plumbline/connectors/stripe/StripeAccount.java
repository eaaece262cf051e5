package dev.plumbline.connectors.stripe;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.GuardSettings;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.WebhookSecret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What we need to know about one Stripe account of ours. Wrong settings are refused here, at start.
 *
 * @param apiKey best a restricted key that can only read (threat S-20)
 * @param webhookSecrets every one that is live: during a rotation the old and the new; none means nothing is accepted
 * @param apiBase the one host we talk to (threat S-6)
 * @param live whether it is about real money
 * @param requestsPerSecond Stripe's default per endpoint is 25
 */
public record StripeAccount(
        BillingAccount account,
        String apiKey,
        List<WebhookSecret> webhookSecrets,
        URI apiBase,
        boolean live,
        int requestsPerSecond,
        Timeouts timeouts) {

    private static final URI STRIPE = URI.create("https://api.stripe.com");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST_NAME = Pattern.compile("(?=.*[a-z])[a-z0-9-]+(\\.[a-z0-9-]+)+");

    /**
     * @param connect until the connection stands
     * @param answer from there until the last byte: a body that drips for ever is no answer either
     */
    public record Timeouts(Duration connect, Duration answer) {
        static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20));

        public Timeouts {
            if (!connect.isPositive() || !answer.isPositive()) {
                throw new IllegalArgumentException("Timeouts are positive");
            }
        }
    }

    public StripeAccount {
        if (account.provider() != Provider.STRIPE) {
            throw new IllegalArgumentException(account + " is not an account at Stripe");
        }
        webhookSecrets = List.copyOf(webhookSecrets);
        refuseKeyOfOtherMode(account, apiKey, live);
        refuseUnsafe(apiBase);
        if (requestsPerSecond < 1) {
            throw new IllegalArgumentException(account + " needs at least one request per second");
        }
    }

    /** @param webhookSecrets as {@link WebhookSecret#read} takes them */
    public static StripeAccount of(BillingAccount account, String apiKey, List<String> webhookSecrets, boolean live) {
        List<WebhookSecret> secrets =
                webhookSecrets.stream().map(WebhookSecret::read).toList();
        return new StripeAccount(account, apiKey, secrets, STRIPE, live, 25, Timeouts.USUAL);
    }

    public StripeAccount withApiBase(URI apiBase) {
        return new StripeAccount(account, apiKey, webhookSecrets, apiBase, live, requestsPerSecond, timeouts);
    }

    public StripeAccount withRequestsPerSecond(int requestsPerSecond) {
        return new StripeAccount(account, apiKey, webhookSecrets, apiBase, live, requestsPerSecond, timeouts);
    }

    public StripeAccount withTimeouts(Timeouts timeouts) {
        return new StripeAccount(account, apiKey, webhookSecrets, apiBase, live, requestsPerSecond, timeouts);
    }

    public GuardSettings guards() {
        return GuardSettings.perSecond(requestsPerSecond, timeouts.answer());
    }

    /** Without the key and the secrets: settings end up in logs (threat S-12). */
    @Override
    public String toString() {
        return "StripeAccount[" + account + ", " + (live ? "live" : "test") + ", " + apiBase + ", "
                + webhookSecrets.size() + " webhook secrets]";
    }

    /** The defect behind several peers' threads: the test key on the live account, or the reverse. */
    private static void refuseKeyOfOtherMode(BillingAccount account, String apiKey, boolean live) {
        if (apiKey.isBlank() || !apiKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(account + " needs an API key, without spaces");
        }
        if (apiKey.matches("[a-z]+_" + (live ? "test" : "live") + "_.*")) {
            throw new IllegalArgumentException(
                    account + " is " + (live ? "live, its key is for tests" : "for tests, its key is live"));
        }
    }

    private static void refuseUnsafe(URI base) {
        String host = base.getHost() == null ? "" : base.getHost().toLowerCase(Locale.ROOT);
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http");
        boolean https = scheme.equals("https");
        boolean safe = LOOPBACK.contains(host)
                ? http || https
                : https && HOST_NAME.matcher(host).matches();
        boolean bare = base.getUserInfo() == null
                && base.getQuery() == null
                && base.getFragment() == null
                && (base.getPath() == null || base.getPath().isEmpty());
        if (!safe || !bare) {
            throw new IllegalArgumentException(
                    "An API base is https:// and a host name and nothing else; http:// only on this machine: " + base);
        }
    }
}
