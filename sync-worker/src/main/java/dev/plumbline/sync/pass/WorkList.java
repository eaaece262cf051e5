package dev.plumbline.sync.pass;

import dev.plumbline.connectors.Asked;
import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCustomer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to look at. Every method is a transaction of its own; due times and leases run on the store's clock, so that the
 * clocks of the nodes do not matter (case F-25).
 */
public interface WorkList {
    /** Somebody says that something changed: due now. Returns the number of the mark. */
    long mark(Subject subject, Claim.Cause cause);

    /** The same of several at once, each named once. */
    void mark(Collection<Subject> subjects, Claim.Cause cause);

    /** The number of the newest mark that an applied pass has seen; 0 before the first. */
    long appliedMark(Subject subject);

    /** Where something is due and free. */
    Set<Lane> lanesWithWork(Collection<BillingAccount> accounts);

    /** Takes what is due and free in a lane, oldest first; nobody else gets it until the lease ends. */
    List<Claim> claim(Lane lane, int atMost, Duration lease);

    /**
     * What a look under this claim is to find out. The subscriptions that were last believed of the subject are among it, ended
     * ones too: without those an answer would forget what was so in the past.
     */
    Asked toAsk(Claim claim);

    /** The bodies of the newest signed events that a look under this claim answers; newest first. */
    List<byte[]> bodiesOf(Claim claim);

    /**
     * Marks whom an open break says has a price that nobody maps, where what the account sells has a mapping for it by now: the
     * price got a lookup key, or belongs to a product that is mapped.
     */
    void markMapped(BillingAccount account);

    /** False when the lease is lost to a newer claim or was given back. */
    boolean renew(Claim claim, Duration lease);

    /** The look failed for a reason outside of the subject: again after a while, and the lease is free. */
    void retry(Claim claim, Duration after, String why);

    /** The same where the subject itself may be the reason: that is counted. */
    void retryFault(Claim claim, Duration after, String why);

    /** We stop: somebody else may look at once. */
    void release(Claim claim);

    /** Set aside until there is new input: an event, a model, a replay. */
    void quarantine(Claim claim, String why);

    /** A new model may be the input that makes them readable. */
    void reviveQuarantined();

    /** The object's customer was found, or there is none: the object itself needs no further look. */
    void found(Claim claim, Optional<ProviderCustomer> customer);

    /**
     * Other customers of the account that were applied not long ago, the latest first: if one is found with the same key, the
     * key is right. Several, because the latest may have vanished, too.
     */
    List<ProviderCustomer> witnesses(ProviderCustomer besides);
}
