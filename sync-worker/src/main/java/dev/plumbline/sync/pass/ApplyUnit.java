package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one apply may read and write, all in one transaction: it happens whole or not at all. */
public interface ApplyUnit {
    /** Locks the subject against every other apply of it. Before any customer is locked: that order holds everywhere. */
    SubjectState lock(Subject subject);

    /** What was last believed of the subject. */
    @Nullable
    BillingSnapshot known(SubjectRef subject);

    void keep(BillingSnapshot snapshot, Instant fetchedAt);

    /** The events that this pass answers for: kept after the last applied mark, up to the one the worker saw. */
    List<String> eventsOf(Claim claim, SubjectState state);

    Ledger ledger();

    /** The look counts: its fence is the applied one; clean if no newer mark came; the lease ends if it is still ours. */
    void applied(Claim claim, boolean gone);

    /** One more look later, if the pass left the subject clean. */
    void settleAfter(Claim claim, Duration delay);

    /** The look does not count: again later; what is known stays. */
    void lookAgain(Claim claim, Belief.LookAgain later);

    /** A subscription was taken from the subject because another has it: both timelines tell of it. */
    void transferred(Subject from, MovedAway moved);

    /**
     * Notes what the subject's address is compared by, and reports customers that share it. They are never joined: an address
     * is no proof (threat S-5).
     *
     * @param address null when the provider has none, or the subject is gone
     */
    void compareAddress(SubjectRef subject, @Nullable EmailAddress address);

    /**
     * Whether what was not found may be taken away; asked once, when it is about to be. No when too many of the account lost
     * theirs like that within the hour: then the account is held, until a person releases it (case F-74, threat S-23).
     */
    boolean mayTakeAway(Claim claim);

    /** Applied, but for what was not found: that stays, and the subject is looked at again now and then. */
    void held(Claim claim);

    /** Of the events that this pass answers, those that never came to us and were found in a list: they had been missed. */
    void repaired(Claim claim, SubjectState state, Recorded.Written written);

    /** Nobody knows whom it was about: everybody of the account is to be looked at. */
    void lookAtEverybody(Claim claim, String why);

    /** What the account sells, all of it. */
    void keepPrices(BillingAccount account, List<ProviderCatalogue.Price> prices);

    /** We may not resolve the customer, a newer version of us does: it is marked, so that no fact waits for the next one. */
    void leaveToNewer(CustomerKey customer);

    /** Where a subject stands, read under its lock. */
    record SubjectState(
            long appliedFence, long appliedSeq, @Nullable Instant absentSince) {}

    /** Runs work in a transaction. */
    interface Units {
        <T> T inOneTransaction(Function<ApplyUnit, T> work);
    }
}
