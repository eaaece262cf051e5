package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.resolve.Timeline;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the writer path reads and writes about customers, within the caller's transaction. PostgreSQL in production; a
 * simulation that drives the writer path from one seed has its own.
 */
public interface Ledger {
    /** Whom of ours a subject belongs to. */
    Optional<CustomerKey> customerOf(SubjectRef subject);

    /** Makes the subject a customer of its own, with that key; false when another subject has the key. */
    boolean adopt(SubjectRef subject, CustomerKey key);

    /**
     * Locks the customer against every other writer, then reads all its facts: in this order, or two subjects of one customer
     * end in a wrong answer (02, sync).
     */
    Optional<CustomerState> lock(CustomerKey customer);

    /** The newest published model's revision; 0 when there is none. */
    long currentRevision();

    /** What was learnt of its items. Only to be called under the customer's lock. */
    void keep(Kept kept);

    /** Opens what was found and closes what the customer's resolution does not find any more. */
    void report(CustomerKey customer, List<Finding> findings);

    /** Opens or closes the one finding that belongs to a subject without a customer. */
    void reportUnlinked(SubjectRef subject, @Nullable String detail);

    /** A new version: history, the answer in force, audit and outbox. */
    void write(Entry entry);

    /**
     * The answer in force stands, also under this revision.
     *
     *
     * @param name as a billing system tells it now
     */
    void confirm(CustomerKey customer, long revision, int resolver, @Nullable String name);

    /**
     * A new version of a customer's answer.
     *
     *
     * @param name as a billing system tells it, for people
     */
    record Entry(
            CustomerKey customer,
            long version,
            Timeline timeline,
            String answerHash,
            Facts facts,
            @Nullable String name,
            long revision,
            int resolver,
            Cause cause) {}
}
