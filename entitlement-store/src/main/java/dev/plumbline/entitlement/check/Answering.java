package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.AnswerBatch;
import dev.plumbline.entitlement.record.Answers;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.StoredAnswer;
import dev.plumbline.entitlement.resolve.Resolver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes answers ready to be asked: from what is stored, or resolved anew and purely from stored facts, by the same resolver
 * that the writer path uses.
 */
@Component
class Answering implements EntitlementCache.Loading {
    private final Answers answers;
    private final AnswerBatch batch;
    private final Customers customers;
    private final ExistingCustomers existing;
    private final Models models;
    private final CurrentModel current;

    Answering(
            Answers answers,
            AnswerBatch batch,
            Customers customers,
            ExistingCustomers existing,
            Models models,
            CurrentModel current) {
        this.answers = answers;
        this.batch = batch;
        this.customers = customers;
        this.existing = existing;
        this.models = models;
        this.current = current;
    }

    /** The answer in force; empty for an unknown customer. */
    @Override
    public Optional<Answer> current(CustomerKey customer) {
        return answers.current(customer).map(this::ready).or(() -> unresolved(customer));
    }

    /** What was known at an instant of recorded time. */
    Optional<Answer> knownAt(CustomerKey customer, Instant recorded) {
        return answers.knownAt(customer, recorded).map(this::ready).or(() -> unresolved(customer));
    }

    /** The same facts under another country, for one user, or under another model. */
    Answer resolvedAnew(Answer answer, ModelRevision revision, @Nullable String country, @Nullable String user) {
        Facts facts = facts(answer);
        Facts asked = country == null ? facts : facts.in(country);
        return Answer.of(
                answer.customer(),
                answer.version(),
                answer.recorded(),
                revision.revision(),
                revision.model(),
                Resolver.resolve(revision.model(), asked, user));
    }

    /** What the answer was made from. */
    Facts facts(Answer answer) {
        return answers.facts(answer.customer(), answer.version())
                .orElseGet(() -> customers
                        .find(answer.customer())
                        .map(Answering::nothingBought)
                        .orElseThrow(() -> new IllegalStateException("The customer is gone")));
    }

    @Override
    public List<Answer> current(List<CustomerKey> customers) {
        return batch.of(customers).stream().map(this::ready).toList();
    }

    @Override
    public Set<CustomerKey> existing(List<CustomerKey> customers) {
        return existing.among(customers);
    }

    @Override
    public Map<CustomerKey, Long> versions(List<CustomerKey> customers) {
        return answers.versions(customers);
    }

    private Answer ready(StoredAnswer stored) {
        Model model = models.at(stored.modelRevision()).model();
        return Answer.of(
                stored.customer(),
                stored.version(),
                stored.recorded(),
                stored.modelRevision(),
                model,
                stored.timeline());
    }

    /** It exists, and nothing is known to be bought: everything is denied that is not free. */
    private Optional<Answer> unresolved(CustomerKey key) {
        return customers
                .find(key)
                .map(customer -> current.get()
                        .map(revision -> Answer.of(
                                key,
                                0,
                                Instant.EPOCH,
                                revision.revision(),
                                revision.model(),
                                Resolver.resolve(revision.model(), nothingBought(customer))))
                        .orElseGet(() -> new Answer(key, 0, Instant.EPOCH, 0, Map.of())));
    }

    private static Facts nothingBought(Customer customer) {
        return new Facts(
                customer.key(),
                customer.country(),
                customer.said().attributes(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
