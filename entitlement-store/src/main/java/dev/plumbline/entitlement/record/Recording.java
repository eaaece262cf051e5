package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.resolve.Resolver;
import dev.plumbline.entitlement.resolve.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * The one way an answer comes to be: lock the customer, read all its facts, resolve, write if it differs. Webhook, edit,
 * publish and reconciliation all end here, so they cannot disagree.
 */
public final class Recording {
    /** Raised whenever the resolver answers differently for the same facts and model; an older one then refuses to write. */
    static final int RESOLVER = 1;

    private final LongFunction<ModelRevision> models;
    private final InstantSource businessTime;
    private final Predicate<SubjectRef> makesItsOwnCustomer;

    /**
     * @param models the published models by revision
     * @param makesItsOwnCustomer whether an unlinked subject of this account becomes a customer by itself
     */
    public Recording(
            LongFunction<ModelRevision> models, InstantSource businessTime, Predicate<SubjectRef> makesItsOwnCustomer) {
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
        if (linked.isPresent() || snapshot.gone()) {
            return linked;
        }
        if (!makesItsOwnCustomer.test(subject)) {
            ledger.reportUnlinked(
                    subject, "Not linked to a customer; link it: PUT /v1/customers/{customer}/links/" + subject);
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
        ModelRevision model = models.apply(revision);
        Assembled assembled = FactsAssembly.assemble(
                model.model(), state.known(), state.kept(), state.snapshots(), businessTime.instant());
        if (!assembled.keep().equals(state.kept())) {
            ledger.keep(assembled.keep());
        }
        if (!assembled.findings().isEmpty() || state.openBreaks() > 0) {
            ledger.report(customer, assembled.findings());
        }
        Timeline timeline = Resolver.resolve(model.model(), assembled.facts());
        String hash = hashOf(timeline);
        if (hash.equals(state.answerHash())) {
            ledger.confirm(customer, revision, RESOLVER, assembled.name());
            return new Recorded.Unchanged(customer, state.version());
        }
        long version = state.version() + 1;
        ledger.write(new Ledger.Entry(
                customer, version, timeline, hash, assembled.facts(), assembled.name(), revision, RESOLVER, cause));
        return new Recorded.Written(customer, version);
    }

    private static String hashOf(Timeline timeline) {
        try {
            byte[] text = StoredJson.write(timeline).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
