package dev.plumbline.simulated.stripe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The whole state of the simulated account. One change at a time; reads see whole changes only. */
final class World {
    static final Duration EVENTS_LISTED = Duration.ofDays(30);

    final Shelf<Customer> customers = new Shelf<>();
    final Shelf<Product> products = new Shelf<>();
    final Shelf<Price> prices = new Shelf<>();
    final Shelf<Feature> features = new Shelf<>();
    final Shelf<Subscription> subscriptions = new Shelf<>();
    final Shelf<Invoice> invoices = new Shelf<>();
    final Shelf<Charge> charges = new Shelf<>();
    final Shelf<Dispute> disputes = new Shelf<>();
    final Shelf<Schedule> schedules = new Shelf<>();
    final Shelf<Meter> meters = new Shelf<>();
    final Shelf<MeterEvent> meterEvents = new Shelf<>();
    final Shelf<Event> events = new Shelf<>();

    private final InstantSource clock;
    private final Ids ids;
    private final Settings settings;
    private final Moments moments = new Moments();
    private volatile ApiVersion version;
    private volatile long lastChange;
    private @Nullable Instant pretended;
    private boolean silent;

    World(InstantSource clock, RandomGenerator random, Settings settings) {
        this.clock = clock;
        this.ids = new Ids(random);
        this.settings = settings;
        this.version = settings.version();
    }

    /** Whole seconds: Stripe knows no others. */
    synchronized Instant now() {
        return Instant.ofEpochSecond((pretended == null ? clock.instant() : pretended).getEpochSecond());
    }

    Instant clockTime() {
        return clock.instant();
    }

    synchronized <T extends StripeObject> Change<T> change(Function<Story, T> work) {
        Story story = new Story(this, lastChange + 1, ids, version, settings.livemode());
        T outcome = work.apply(story);
        List<Event> told = silent ? List.of() : story.told();
        told.forEach(event -> events.put(event, lastChange + 1));
        forgetOldEvents();
        moments.note(clock.instant(), lastChange + 1);
        lastChange++;
        return new Change<>(outcome, told);
    }

    synchronized <R> R silently(Supplier<R> work) {
        boolean before = silent;
        silent = true;
        try {
            return work.get();
        } finally {
            silent = before;
        }
    }

    synchronized <R> R at(Instant moment, Supplier<R> work) {
        Instant before = pretended;
        pretended = moment;
        try {
            return work.get();
        } finally {
            pretended = before;
        }
    }

    void speak(ApiVersion newVersion) {
        version = newVersion;
    }

    boolean livemode() {
        return settings.livemode();
    }

    ApiVersion version() {
        return version;
    }

    Reading reading() {
        return Reading.of(this, lastChange);
    }

    Reading readingBefore(int changes) {
        return Reading.of(this, Math.max(0, lastChange - changes));
    }

    Reading readingAsOf(Instant moment) {
        return Reading.of(this, moments.changeAt(moment));
    }

    /** Settled bills beyond what is kept; the last one of each subscription stays, since it is named there. */
    void forgetOldInvoices(String customer) {
        List<Invoice> settled = invoices.at(invoices.places(customer), Long.MAX_VALUE)
                .filter(invoice -> !invoice.open() && !isLatest(invoice))
                .skip(settings.invoicesKeptPerCustomer())
                .toList();
        for (Invoice old : settled) {
            invoices.remove(old.id());
            if (old.settlement().charge() != null) {
                charges.remove(old.settlement().charge());
            }
        }
    }

    private boolean isLatest(Invoice invoice) {
        Subscription subscription = subscriptions.latest(invoice.subscription());
        return subscription != null && invoice.id().equals(subscription.latestInvoice());
    }

    private void forgetOldEvents() {
        Instant oldest = clock.instant().minus(EVENTS_LISTED);
        while (events.size() > 0) {
            Place last = events.places(null).last();
            if (events.size() <= settings.eventsKept() && !last.created().isBefore(oldest)) {
                return;
            }
            events.remove(last.id());
        }
    }
}
