package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import java.time.Instant;
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

    /** Who unlinked the subject and from whom, for people; empty when nobody did: then it may become a customer by itself. */
    default Optional<String> unlinked(SubjectRef subject) {
        return Optional.empty();
    }

    /**
     * Locks the customer against every other writer, then reads all its facts: in this order, or two subjects of one customer
     * end in a wrong answer (02, sync).
     */
    Optional<CustomerState> lock(CustomerKey customer);

    /** The newest published model's revision; 0 when there is none. */
    long currentRevision();

    /**
     * Whether what is stored of the answer in force is what its hash says: others can write into a database, too. Only to be
     * called under the customer's lock.
     */
    default boolean isStored(CustomerKey customer, Resolution resolution) {
        return true;
    }

    /** What was learnt of its items. Only to be called under the customer's lock. */
    void keep(Kept kept);

    /** Opens what was found and closes what the customer's resolution does not find any more. */
    void report(CustomerKey customer, List<Finding> findings);

    /** Opens or closes the one finding that belongs to a subject without a customer. */
    void reportUnlinked(SubjectRef subject, @Nullable String detail);

    /**
     * Gives the customer a place in those promotions that have one left. Only to be called under the customer's lock.
     *
     * @return the places it got
     */
    List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now);

    /** A new version: history, the answer in force, audit and outbox. */
    void write(Entry entry);

    /** The answer in force stands, also with what it was made with now. */
    void confirm(CustomerKey customer, Resolution resolution, Made made);

    /**
     * With what an answer was made, and when.
     *
     * @param revision the newest model there is
     * @param asOf business time
     */
    record Made(long revision, int resolver, Instant asOf) {}

    /** A new version of a customer's answer. */
    record Entry(CustomerKey customer, long version, Resolution resolution, Made made, Cause cause) {}
}
