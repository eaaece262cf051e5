package dev.plumbline.sync.simulation;

import dev.plumbline.connectors.Delivery;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.ItemRef;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.Standing;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.customer.SubscriptionRef;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.simulation.InMemoryDatabase.Table;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of the simulation, as the migrations have them. */
final class Rows {
    final Table<Long, InboxRow> inbox = new Table<>();
    final Table<Subject, SubjectRow> subjects = new Table<>();
    final Table<SubjectRef, BillingSnapshot> snapshots = new Table<>();
    final Table<SubjectRef, CustomerKey> links = new Table<>();
    final Table<SubjectRef, CustomerKey> unlinked = new Table<>();
    final Table<SubjectRef, Pins> pins = new Table<>();
    final Table<PriceRef, String> prices = new Table<>();
    final Table<CustomerKey, CustomerRow> customers = new Table<>();
    final Table<String, PersonsOverride> overrides = new Table<>();
    final Table<String, Phase> phases = new Table<>();
    final Table<VersionKey, Ledger.Entry> history = new Table<>();
    final Table<Long, VersionKey> audit = new Table<>();
    final Table<Long, OutboxRow> outbox = new Table<>();
    final Table<Long, ModelRevision> models = new Table<>();

    /** Sequences: what a transaction that is rolled back drew is gone. */
    private long drawn;

    long next() {
        return ++drawn;
    }

    /** @param subject null when it was about nobody */
    record InboxRow(String event, int deliveries, @Nullable Subject subject, Delivery delivery) {
        InboxRow again() {
            return new InboxRow(event, deliveries + 1, subject, delivery);
        }
    }

    record VersionKey(CustomerKey customer, long version) {}

    record OutboxRow(VersionKey change, @Nullable Long position) {}

    record Pins(Map<ItemRef, Binding> bindings, Map<SubscriptionRef, Standing> standings) {}

    record PersonsOverride(CustomerKey customer, Facts.CustomerOverride fact) {}

    record Phase(CustomerKey customer, Facts.ManualPhase fact) {}

    record CustomerRow(
            long version,
            String hash,
            long resolvedRevision,
            int resolver,
            @Nullable Long dirtySeq) {
        static final CustomerRow NEW = new CustomerRow(0, "", 0, 0, null);

        CustomerRow marked(@Nullable Long mark) {
            return new CustomerRow(version, hash, resolvedRevision, resolver, mark);
        }

        CustomerRow resolved(long toVersion, String toHash, Ledger.Made made) {
            return new CustomerRow(toVersion, toHash, made.revision(), made.resolver(), dirtySeq);
        }
    }

    /** Never changed once it is in the table: {@link #copy} first. */
    static final class SubjectRow {
        @Nullable
        Long dirtySeq;

        Claim.Cause cause = Claim.Cause.EVENT;
        Instant dueAt = Instant.MIN;

        @Nullable
        Instant leaseUntil;

        long fence;
        long appliedFence;
        long appliedSeq;

        @Nullable
        Instant absentSince;

        int attempts;
        int faults;
        boolean closely;
        boolean quarantined;
        boolean gone;

        @Nullable
        Instant appliedAt;

        SubjectRow copy() {
            var copy = new SubjectRow();
            copy.dirtySeq = dirtySeq;
            copy.cause = cause;
            copy.dueAt = dueAt;
            copy.leaseUntil = leaseUntil;
            copy.fence = fence;
            copy.appliedFence = appliedFence;
            copy.appliedSeq = appliedSeq;
            copy.absentSince = absentSince;
            copy.attempts = attempts;
            copy.faults = faults;
            copy.closely = closely;
            copy.quarantined = quarantined;
            copy.gone = gone;
            copy.appliedAt = appliedAt;
            return copy;
        }

        boolean isFree(Instant now) {
            return leaseUntil == null || !leaseUntil.isAfter(now);
        }

        boolean isDue(Instant now) {
            return dirtySeq != null && !quarantined && !dueAt.isAfter(now);
        }
    }
}
