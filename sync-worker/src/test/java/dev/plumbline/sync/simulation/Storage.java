package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptPhase;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.WorkList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All that is durable, for one history: in memory, or in a real PostgreSQL behind a driver that fails on purpose. */
interface Storage {
    Inbox inbox();

    WorkList work();

    ApplyUnit.Units units();

    /** The models that hold. */
    Recording.Line models();

    /** Runs work as another process would: outside the transaction that is open here. */
    void apart(Runnable work);

    // what people do

    void create(CustomerKey customer);

    /** Wherever it was before. */
    void bind(SubjectRef subject, CustomerKey to);

    void unbind(SubjectRef subject, CustomerKey from);

    void add(CustomerKey customer, KeptOverride.Terms terms);

    void add(CustomerKey customer, KeptPhase.Terms terms);

    /** Ends the oldest override that has not ended. */
    void endOverride(CustomerKey customer, Instant at);

    void endPhase(CustomerKey customer, Instant at);

    /** The other of two models. */
    void publish();

    // what runs in the background

    /** @param recording of the node whose turn it is */
    int resolveEdited(Recording recording, int atMost);

    int resolveBehind(Recording recording, int atMost);

    int relay();

    // what the judge looks at

    record InboxRow(String event, int deliveries) {}

    /**
     * @param content differs from that of the version before
     * @param state timeline and facts as JSON
     */
    record Version(long version, String cause, String content, Supplier<String> state) {}

    /** @param customer whose answer changed; empty when it tells of something else */
    record Relayed(Optional<CustomerKey> customer, long version, long position) {}

    List<InboxRow> inboxRows();

    /** When the next subject falls due or loses its lease; empty when none waits for anything. */
    Optional<Instant> nextMoment();

    /** Subjects that are dirty, leased or set aside, and customers that are marked or behind, in words. */
    List<String> unfinished();

    List<CustomerKey> customers();

    Set<SubjectRef> subjectsOf(CustomerKey customer);

    /** Nobody's, and a person wanted it so. */
    Set<SubjectRef> unlinkedByPeople();

    /** In their order. */
    List<Version> versions(CustomerKey customer);

    long versionInForce(CustomerKey customer);

    /** The versions that the audit tells of. */
    List<Long> auditedVersions(CustomerKey customer);

    List<Relayed> outbox();

    /** Empty when whatever else the store keeps whole is whole: here the audit's chain is verified once there is one. */
    Optional<String> brokenChain();
}
