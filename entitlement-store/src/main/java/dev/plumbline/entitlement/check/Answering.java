package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.customer.AsItWas;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.record.AnswerBatch;
import dev.plumbline.entitlement.record.Answers;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.ModelStage;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.StoredAnswer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    private final Models models;
    private final CurrentModel current;
    private final BusinessClock business;

    Answering(
            Answers answers,
            AnswerBatch batch,
            Customers customers,
            Models models,
            CurrentModel current,
            BusinessClock businessClock) {
        this.answers = answers;
        this.batch = batch;
        this.customers = customers;
        this.models = models;
        this.current = current;
        this.business = businessClock;
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

    /** Resolved from those grounds, for a user of the customer if one is named. */
    Answer resolved(Answer.Head head, Grounds grounds, @Nullable String user) {
        return Answer.of(head, grounds.models(), grounds.resolve(user));
    }

    /** What an answer was made from. */
    Grounds grounds(Answer answer) {
        return answers.basis(answer.customer(), answer.version())
                .map(basis ->
                        new Grounds(basis.models().stream().map(models::stage).toList(), basis.facts()))
                .orElseGet(() -> Grounds.of(stagesOf(answer.modelRevision()), nothingBought(answer.customer())));
    }

    /** The same facts under a newer model. */
    Grounds grounds(Answer answer, long revision) {
        return revision == answer.modelRevision()
                ? grounds(answer)
                : Grounds.of(stagesOf(revision), grounds(answer).facts().getLast());
    }

    /**
     * What we know, as that answer knows it, about an instant before it was made: the model that was in force then, and the
     * facts as they were.
     *
     * @param newest the newest model that counts
     */
    Grounds groundsBefore(Answer answer, long newest, Instant instant) {
        Facts now = grounds(answer).facts().getFirst();
        Facts facts = answers.madeBy(answer.customer(), answer.version(), instant)
                .filter(then -> then.version() < answer.version())
                .flatMap(then -> answers.basis(answer.customer(), then.version()))
                .map(then -> AsItWas.at(then.factsAt(instant), now))
                .orElse(now);
        return Grounds.of(new ModelStage(Instant.MIN, models.inForceAt(newest, instant)), facts);
    }

    private List<ModelStage> stagesOf(long revision) {
        return models.stages(revision, business.instant());
    }

    @Override
    public List<Answer> current(List<CustomerKey> customers) {
        return batch.of(customers).stream().map(this::ready).toList();
    }

    @Override
    public List<Answer> unresolved(List<CustomerKey> keys) {
        return customers.find(keys).stream().map(unresolved()).toList();
    }

    @Override
    public Map<CustomerKey, Long> versions(List<CustomerKey> customers) {
        return answers.versions(customers);
    }

    private Answer ready(StoredAnswer stored) {
        var head = new Answer.Head(
                stored.customer(), stored.version(), stored.recorded(), stored.asOf(), stored.modelRevision());
        return Answer.of(head, stored.stages().stream().map(models::stage).toList(), stored.timeline());
    }

    /** It exists, and nothing is known to be bought: everything is denied that is not free. */
    private Optional<Answer> unresolved(CustomerKey key) {
        return customers.find(key).map(unresolved());
    }

    /** Under the models of one instant, which are read once however many customers there are. */
    private Function<Customer, Answer> unresolved() {
        long revision = current.newest();
        List<ModelStage> stages = revision == 0 ? List.of() : stagesOf(revision);
        return customer -> {
            var head = new Answer.Head(customer.key(), 0, Instant.EPOCH, Instant.EPOCH, revision);
            return stages.isEmpty()
                    ? head.nothing()
                    : resolved(head, Grounds.of(stages, nothingBought(customer)), null);
        };
    }

    private Facts nothingBought(CustomerKey key) {
        return customers
                .find(key)
                .map(Answering::nothingBought)
                .orElseThrow(() -> new IllegalStateException("The customer is gone"));
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
