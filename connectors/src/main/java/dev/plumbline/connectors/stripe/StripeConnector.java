package dev.plumbline.connectors.stripe;

import com.stripe.StripeClient;
import com.stripe.net.HttpClient;
import dev.plumbline.connectors.Aside;
import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.EventFeed;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.OutgoingGuards;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.connectors.Shown;
import dev.plumbline.connectors.SubscriberPage;
import dev.plumbline.connectors.SubscriptionListing;
import dev.plumbline.connectors.UsageMeters;
import dev.plumbline.connectors.Verification;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Stripe account. Reads are pinned to the API version of the SDK, whatever version events are rendered in. */
public final class StripeConnector implements BillingConnector {
    private final BillingAccount account;
    private volatile Secrets secrets;
    private final StripeClient stripe;
    private final StripeCustomers customers;
    private final StripeCatalogue catalogue;
    private final StripeEvents events;
    private final StripeLosses losses;
    private final StripeSubscribers subscribers;
    private final StripeListing listing;
    private final StripeMeters meters;

    public StripeConnector(StripeAccount settings, InstantSource clock) {
        this(settings, ProviderGuards.of(settings.account(), settings.guards()), clock);
    }

    /** With guards of your own, for example to watch over several nodes' budget. */
    public StripeConnector(StripeAccount settings, OutgoingGuards guards, InstantSource clock) {
        this(settings, new StripeTransport(settings.timeouts()), Aside.threads(), guards, clock);
    }

    /** With a transport of your own, for example a Stripe in this process's memory. */
    public StripeConnector(StripeAccount settings, HttpClient transport, OutgoingGuards guards, InstantSource clock) {
        this(settings, transport, Aside.later(), guards, clock);
    }

    private StripeConnector(
            StripeAccount settings, HttpClient transport, Aside aside, OutgoingGuards guards, InstantSource clock) {
        this.account = settings.account();
        this.secrets = Secrets.of(settings);
        this.stripe = StripeClient.builder()
                .setApiKey(settings.apiKey())
                .setApiBase(settings.apiBase().toString())
                .setMaxNetworkRetries(0) // retries are the guards' business
                .setHttpClient(new StripeCalls(settings.apiBase(), () -> secrets.apiKey(), transport, guards, clock))
                .build();
        this.customers = new StripeCustomers(stripe, settings, aside, clock);
        this.catalogue = new StripeCatalogue(stripe, settings.live());
        this.events = new StripeEvents(stripe, settings.live());
        this.losses = new StripeLosses(stripe, events);
        this.subscribers = new StripeSubscribers(stripe, account, settings.live());
        this.listing = new StripeListing(stripe, settings, clock);
        this.meters = new StripeMeters(stripe, settings.live());
    }

    @Override
    public BillingAccount account() {
        return account;
    }

    @Override
    public Verification verify(Delivery delivery) {
        return secrets.signature().verify(delivery);
    }

    /**
     * From now on with the key and the webhook secrets of these settings (threat S-21); calls under way end with those they
     * began with. Nothing else of the settings is taken.
     */
    public void renew(StripeAccount settings) {
        if (!settings.account().equals(account)) {
            throw new IllegalArgumentException(
                    "These are the secrets of " + settings.account() + ", not of " + account);
        }
        secrets = Secrets.of(settings);
    }

    private record Secrets(String apiKey, StripeSignature signature) {
        static Secrets of(StripeAccount settings) {
            return new Secrets(settings.apiKey(), new StripeSignature(settings.webhookSecrets()));
        }
    }

    @Override
    public Hint read(Delivery verified) {
        return StripeHints.read(verified.body());
    }

    @Override
    public boolean knowsVersion(String apiVersion) {
        return StripeVersions.knows(apiVersion);
    }

    @Override
    public String newestKnownVersion() {
        return StripeVersions.NEWEST;
    }

    @Override
    public Fetched fetch(ProviderCustomer customer, Asked asked) {
        if (!customer.account().equals(account)) {
            throw new IllegalArgumentException(customer + " is not a customer of " + account); // case F-40
        }
        return StripeAnswers.ask(() -> customers.fetch(customer, asked));
    }

    @Override
    public Optional<ProviderCustomer> customerOf(String kind, String objectId) {
        Optional<String> customer = kind.equals(Hint.Concerns.Lost.KIND)
                ? losses.customerOf(objectId)
                : StripeOwners.of(stripe, kind, objectId);
        return customer.filter(StripeHints::isKey).map(id -> new ProviderCustomer(account, id));
    }

    @Override
    public ProviderCatalogue catalogue() {
        return StripeAnswers.ask(catalogue::read);
    }

    @Override
    public List<ProviderCatalogue.Price> prices() {
        return StripeAnswers.ask(catalogue::prices);
    }

    @Override
    public Optional<EventFeed> events() {
        return Optional.of(events);
    }

    @Override
    public Optional<SubscriptionListing> subscriptions() {
        return Optional.of(listing);
    }

    @Override
    public Optional<UsageMeters> meters() {
        return Optional.of(meters);
    }

    @Override
    public Optional<SubscriberPage> subscribers(@Nullable String after) {
        return subscribers.after(after);
    }

    @Override
    public Optional<Shown> shown(byte[] body) {
        return StripeShown.in(body);
    }
}
