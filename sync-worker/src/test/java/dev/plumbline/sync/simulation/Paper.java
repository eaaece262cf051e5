package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.Ledger;
import dev.plumbline.entitlement.record.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger on which nothing stays: what would be recorded of a customer if the billing systems' truth were what we know. */
record Paper(CustomerState state, List<BillingSnapshot> truth) implements Ledger {
    @Override
    public Optional<CustomerState> lock(CustomerKey customer) {
        return Optional.of(new CustomerState(
                state.known(),
                truth,
                state.kept(),
                state.version(),
                state.answerHash(),
                state.resolvedRevision(),
                state.resolver(),
                state.openBreaks()));
    }

    @Override
    public long currentRevision() {
        return state.resolvedRevision();
    }

    @Override
    public Optional<CustomerKey> customerOf(SubjectRef subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean adopt(SubjectRef subject, CustomerKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void keep(Kept kept) {}

    @Override
    public void report(CustomerKey customer, List<Finding> findings) {}

    @Override
    public void reportUnlinked(SubjectRef subject, @Nullable String detail) {}

    @Override
    public List<Facts.Enrolment> enrol(CustomerKey customer, List<Promotion> promotions, Instant now) {
        return List.of();
    }

    @Override
    public void write(Entry entry) {}

    @Override
    public void confirm(CustomerKey customer, Resolution resolution, Made made) {}
}
