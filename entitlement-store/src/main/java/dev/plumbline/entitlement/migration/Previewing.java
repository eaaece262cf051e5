package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.migration.Fates.Looked;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.record.StatesRead;
import dev.plumbline.entitlement.whatif.Change;
import dev.plumbline.entitlement.whatif.Impact;
import dev.plumbline.entitlement.whatif.PinImpact;
import dev.plumbline.entitlement.whatif.UsedUp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Who would move, when, and what each gains and loses by it: looked at page by page, each in one transaction with its rows. */
@Service
public class Previewing {
    private static final Logger LOG = LoggerFactory.getLogger(Previewing.class);

    private final Models models;
    private final CustomerStates states;
    private final Fates fates;
    private final MigrationWork work;
    private final Summaries summaries;
    private final ProviderPrices prices;
    private final UsedUp usedUp;
    private final InstantSource businessTime;
    private final TransactionTemplate transactions;

    Previewing(
            Models models,
            CustomerStates states,
            Fates fates,
            MigrationWork work,
            Summaries summaries,
            ProviderPrices prices,
            ObjectProvider<UsedUp> usedUp,
            InstantSource businessClock,
            TransactionTemplate transactions) {
        this.models = models;
        this.states = states;
        this.fates = fates;
        this.work = work;
        this.summaries = summaries;
        this.prices = prices;
        this.usedUp = usedUp.getIfAvailable(() -> UsedUp.NOTHING);
        this.businessTime = businessClock;
        this.transactions = transactions;
    }

    /** Everybody who might be meant. Done again after a crash it finds the same ones once. */
    public void enlist(Migration migration, String owner) {
        transactions.executeWithoutResult(_ -> {
            fates.enlist(migration.id(), migration.terms());
            NotOurs.unless(work.total(migration.id(), owner, fates.enlisted(migration.id())), migration.id());
        });
    }

    /** @return how many were looked at; 0 when all were */
    public int look(Migration migration, String owner) {
        Instant now = businessTime.instant();
        Optional<ModelRevision> model = models.inForce(now);
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<CustomerKey> page = fates.toLookAt(migration.id(), CustomerStates.MOST);
            if (page.isEmpty() || model.isEmpty()) {
                return 0;
            }
            fates.looked(migration.id(), look(migration, page, model.get().model(), now));
            NotOurs.unless(work.done(migration.id(), owner, page.size()), migration.id());
            return page.size();
        }));
    }

    private List<Looked> look(Migration migration, List<CustomerKey> page, Model model, Instant now) {
        var judging = new Judging(migration.terms(), model, migration.ref(), now);
        Set<CustomerKey> byHand = Set.copyOf(fates.movedByHand(page, migration.terms()));
        StatesRead read = states.read(page);
        var looked = new ArrayList<Looked>();
        var movers = new ArrayList<Mover>();
        for (CustomerKey customer : page) {
            try {
                CustomerState state = read.of(customer).orElseThrow();
                switch (judging.of(state, byHand.contains(customer))) {
                    case Verdict.Stays stays -> looked.add(left(customer, stays.why(), stays.detail()));
                    case Verdict.Moves moves ->
                        movers.add(new Mover(customer, state, judging.kept(state, moves), moves.at()));
                }
            } catch (RuntimeException unreadable) {
                LOG.debug("{} cannot be understood and is left out of {}", customer, migration.ref(), unreadable);
                looked.add(left(customer, LeftOut.UNREADABLE, ""));
            }
        }
        List<Impact> impacts = new PinImpact(model, now, usedUp, prices)
                .of(movers.stream()
                        .map(mover -> new PinImpact.Asked(mover.state(), mover.kept()))
                        .toList());
        for (int i = 0; i < movers.size(); i++) {
            looked.add(moves(movers.get(i), impacts.get(i)));
        }
        return looked;
    }

    private record Mover(CustomerKey customer, CustomerState state, Kept kept, Instant at) {}

    private static Looked left(CustomerKey customer, LeftOut why, String detail) {
        return new Looked(customer, why, detail.isEmpty() ? null : detail, null, "[]", false, false, "{}", 0);
    }

    private static Looked moves(Mover mover, Impact impact) {
        return new Looked(
                mover.customer(),
                null,
                null,
                mover.at(),
                MigrationRows.JSON.writeValueAsString(
                        impact.changes().stream().map(Previewing::shown).toList()),
                impact.isGain(),
                impact.isLoss(),
                MigrationRows.JSON.writeValueAsString(impact.value().perMonth()),
                impact.value().unknown());
    }

    private static Map<String, String> shown(Change change) {
        return Map.of(
                "feature", change.feature().value(),
                "kind", change.kind().name(),
                "from", change.from().toString(),
                "before", change.before(),
                "after", change.after());
    }

    /** The waves are cut, and it is added up. */
    public void conclude(Migration migration, String owner) {
        long model = models.newestRevision();
        transactions.executeWithoutResult(_ -> {
            int waves = fates.cut(migration.id(), migration.terms().waves());
            NotOurs.unless(
                    work.previewed(migration.id(), owner, waves, summaries.addUp(migration.id()), model),
                    migration.id());
        });
    }
}
