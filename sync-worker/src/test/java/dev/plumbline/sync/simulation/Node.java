package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.OutgoingGuards;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.stripe.StripeAccount;
import dev.plumbline.connectors.stripe.StripeConnector;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.delivery.Admission;
import dev.plumbline.sync.pass.Applying;
import dev.plumbline.sync.pass.Fetching;
import dev.plumbline.sync.pass.Setbacks;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.ConnectedAccount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** One process: the production stages over the shared storage, with a clock of its own that may be wrong (F-25). */
final class Node {
    static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    static final String SECRET = "whsec_simulation";
    static final String KEY = "rk_test_simulation";
    private static final Duration SETTLE = Duration.ofSeconds(60);

    final int number;
    final BillingConnector connector;
    final Admission admission;
    final Fetching fetching;
    final Applying applying;
    final Setbacks setbacks;
    final Recording recording;
    final InstantSource clock;

    private Duration skew;
    /** How often it was started: what a process that is gone had in hand is gone, too. */
    private int life;

    Node(
            int number,
            long seed,
            SimulatedClock real,
            Duration skew,
            InMemoryTransport transport,
            Storage storage,
            Broken broken) {
        this.number = number;
        this.skew = skew;
        this.clock = () -> real.instant().plus(this.skew);
        StripeAccount settings = StripeAccount.of(ACCOUNT, KEY, List.of(SECRET), false);
        BillingConnector production = new StripeConnector(settings, transport, OutgoingGuards.none(), clock);
        this.connector =
                new Remembering(broken == Broken.ASKING_BY_ID ? new AsksForLists(production) : production, transport);
        var account = new ConnectedAccount(connector, Hint.Mode.TEST, true);
        this.admission = new Admission(account);
        this.fetching = new Fetching(new BillingAccounts(List.of(account)), storage.work(), clock);
        this.recording = new Recording(storage.models(), clock, _ -> true);
        this.applying = new Applying(storage.units(), storage.work(), recording, SETTLE);
        this.setbacks = new Setbacks(storage.work(), new SplittableRandom(seed + number));
    }

    boolean isSkewed() {
        return !skew.isZero();
    }

    void setClockRight() {
        skew = Duration.ZERO;
    }

    int life() {
        return life;
    }

    void die() {
        life++;
    }

    @Override
    public String toString() {
        return "node " + number;
    }
}
