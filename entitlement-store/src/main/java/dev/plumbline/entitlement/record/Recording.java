package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one way an answer comes to be: lock the customer, read all its facts, resolve, write if it differs. Webhook, edit,
 * publish and reconciliation all end here, so they cannot disagree.
 */
public final class Recording {
    /**
     * Raised whenever the resolver answers differently for the same facts and model; an older one then refuses to write, and
     * whom it answered is resolved anew in the background. 2: add-ons add after every whole grant.
     */
    static final int RESOLVER = 2;

    private final Line models;
    private final InstantSource businessTime;
    private final Predicate<SubjectRef> makesItsOwnCustomer;

    /** Which models hold: the one in force and those agreed for later. */
    @FunctionalInterface
    public interface Line {
        /** @param newest the newest revision there is; at least one stage comes back, the first of them in force at that time */
        List<ModelStage> stages(long newest, Instant now);
    }

    /**
     * @param models the published models
     * @param makesItsOwnCustomer whether an unlinked subject of this account becomes a customer by itself
     */
    public Recording(Line models, InstantSource businessTime, Predicate<SubjectRef> makesItsOwnCustomer) {
        this.models = models;
        this.businessTime = businessTime;
        this.makesItsOwnCustomer = makesItsOwnCustomer;
    }

    /** Resolves whom the subject belongs to; empty when that is nobody. The snapshot is kept already. */
    public Optional<Recorded> recordSubject(Ledger ledger, BillingSnapshot snapshot, Cause cause) {
        return customerOf(ledger, snapshot).map(customer -> record(ledger, customer, cause));
    }

    private Optional<CustomerKey> customerOf(Ledger ledger, BillingSnapshot snapshot) {
        SubjectRef subject = snapshot.subject();
        Optional<CustomerKey> linked = ledger.customerOf(subject);
        if (linked.isPresent()) {
            return linked;
        }
        if (snapshot.gone()) {
            ledger.reportUnlinked(subject, null); // nobody pays there any more
            return linked;
        }
        Optional<String> unlinked = ledger.unlinked(subject);
        if (unlinked.isPresent() || !makesItsOwnCustomer.test(subject)) {
            ledger.reportUnlinked(
                    subject,
                    unlinked.orElse("Not linked to a customer") + "; link it: PUT /v1/customers/{customer}/links/"
                            + subject);
            return Optional.empty();
        }
        var key = new CustomerKey(subject.id());
        if (!ledger.adopt(subject, key)) {
            ledger.reportUnlinked(
                    subject,
                    "The key " + key
                            + " belongs to another subject; say whose it is: PUT /v1/customers/{customer}/links/"
                            + subject);
            return Optional.empty();
        }
        ledger.reportUnlinked(subject, null);
        return Optional.of(key);
    }

    /** Resolves a customer from all its facts as they are now. */
    public Recorded record(Ledger ledger, CustomerKey customer, Cause cause) {
        CustomerState state = ledger.lock(customer)
                .orElseThrow(
                        () -> new IllegalStateException("There is a link to " + customer + " but no such customer"));
        long revision = ledger.currentRevision();
        if (revision == 0) {
            return new Recorded.NoModel(customer);
        }
        if (state.resolvedRevision() > revision || state.resolver() > RESOLVER) {
            return new Recorded.Outdated(customer);
        }
        Instant now = businessTime.instant();
        Resolution resolution = resolve(ledger, state, models.stages(revision, now), now);
        if (!resolution.keep().equals(state.kept())) {
            ledger.keep(resolution.keep());
        }
        if (!resolution.findings().isEmpty() || state.openBreaks() > 0) {
            ledger.report(customer, resolution.findings());
        }
        var made = new Ledger.Made(revision, RESOLVER, now);
        if (resolution.hash().equals(state.answerHash())
                && !(cause.isToLookCloser() && !ledger.isStored(customer, resolution))) {
            ledger.confirm(customer, resolution, made);
            return new Recorded.Unchanged(customer, state.version());
        }
        long version = state.version() + 1;
        ledger.write(new Ledger.Entry(customer, version, resolution, made, cause));
        return new Recorded.Written(customer, version);
    }

    /** A place in a promotion is a fact, and taking one makes the customer's facts others than they were (03). */
    private static Resolution resolve(Ledger ledger, CustomerState state, List<ModelStage> stages, Instant now) {
        Resolution resolution = Resolution.of(state, stages, now);
        List<Facts.Enrolment> taken = resolution.open().isEmpty()
                ? List.of()
                : ledger.enrol(state.known().customer(), resolution.open(), now);
        return taken.isEmpty() ? resolution : Resolution.of(state.with(taken), stages, now);
    }
}
