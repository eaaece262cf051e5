package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.decision.OverrideRegister;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.record.StoredAnswersAgain;
import dev.plumbline.entitlement.record.StoredAnswersAgain.Stale;
import dev.plumbline.entitlement.upgrade.Forgone;
import dev.plumbline.entitlement.upgrade.Upgrades;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.Found;
import dev.plumbline.sync.reconcile.finding.ListWorth;
import dev.plumbline.sync.reconcile.finding.StaleAnswers;
import dev.plumbline.sync.reconcile.finding.Worth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every customer of the account resolved again from what is stored, by the model of the run: whether the answer in force is what
 * the resolver says (03). Pages, each in one snapshot of the database.
 */
@Component
@Order(200)
class SelfCheckStep implements RunStep {
    private final StoredAnswersAgain answers;
    private final Models models;
    private final OverrideRegister overrides;
    private final ProviderPrices asked;
    private final KnownPrices prices;
    private final FindingsKept kept;
    private final Coverage coverage;
    private final ReportContent content;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource business;

    SelfCheckStep(
            StoredAnswersAgain answers,
            Models models,
            OverrideRegister overrides,
            ProviderPrices asked,
            KnownPrices prices,
            FindingsKept kept,
            Coverage coverage,
            ReportContent content,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            InstantSource businessClock) {
        this.answers = answers;
        this.models = models;
        this.overrides = overrides;
        this.asked = asked;
        this.prices = prices;
        this.kept = kept;
        this.coverage = coverage;
        this.content = content;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "self-check";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        transactions.executeWithoutResult(_ -> {
            kept.forget(run.id(), name());
            jdbc.sql("delete from reconciliation_unsettled where run = :run")
                    .param("run", run.id())
                    .update();
        });
        progress.of(jdbc.sql("select count(*) from customer").query(Long.class).single());
        if (run.modelRevision() == 0) {
            return;
        }
        Instant began = business.instant();
        Model model = models.inForceAt(run.modelRevision(), began).model();
        Model priced = asked.priced(model);
        var walk = new Walk(model, began);
        String account = account(run);
        for (List<CustomerKey> page = keysAfter("", account);
                !page.isEmpty();
                page = keysAfter(page.getLast().value(), account)) {
            look(run, page, priced, walk);
            progress.done(page.size());
        }
        transactions.executeWithoutResult(_ -> {
            content.write(run.id(), Section.LEGACY_VERSIONS, walk.legacyVersions());
            content.write(run.id(), Section.COVERAGE, coverage.of(run, model, walk, began));
        });
    }

    private void look(ReconciliationRun run, List<CustomerKey> page, Model priced, Walk walk) {
        Instant now = business.instant();
        StoredAnswersAgain.Looked looked = answers.look(page, run.modelRevision(), now);
        ListWorth worth = prices.of(
                        looked.all().stream()
                                .flatMap(again -> again.state().snapshots().stream())
                                .toList(),
                        priced)
                .worth();
        looked.all().forEach(again -> walk.add(again.state(), again.resolution().factsInForce(), worth));
        var found = new ArrayList<Found>();
        for (Stale stale : looked.stale()) {
            var stales = new StaleAnswers(now, override -> forgone(override, stale, priced, now));
            found.addAll(stales.of(stale, running(stale, worth)));
        }
        transactions.executeWithoutResult(_ -> {
            kept.keep(run.id(), name(), found);
            unsettled(run.id(), looked.inWork());
        });
    }

    /** Those whose own breaks are in this account's report, so that each is looked at once a night. */
    private List<CustomerKey> keysAfter(String after, String account) {
        return jdbc.sql("""
                        select c.key from customer c
                        where c.key > :after
                          -- As account_of says it, written out: a function is called for each, which takes longer than all else.
                          and coalesce((select l.provider || '/' || l.account from customer_link l
                                        where l.customer_key = c.key order by 1 limit 1),
                                       (select provider || '/' || account from billing_account order by 1 limit 1),
                                       :account) = :account
                        order by c.key limit :atMost
                        """)
                .param("after", after)
                .param("account", account)
                .param("atMost", CustomerStates.MOST)
                .query((row, n) -> new CustomerKey(row.getString("key")))
                .list();
    }

    static String account(ReconciliationRun run) {
        return run.account().provider().key() + "/" + run.account().name();
    }

    /** Empty for one that has not ended: then it explains nothing. */
    private Optional<AtRisk> forgone(String override, Stale stale, Model priced, Instant now) {
        return overrides.find(override).filter(one -> !one.end().isAfter(now)).map(one -> {
            Forgone value = Upgrades.valueForgone(
                    priced,
                    stale.again().factsInForce(),
                    one.terms().fact(one.id(), one.createdAt()),
                    one.terms().validFrom());
            return value instanceof Forgone.Known(var price)
                    ? new AtRisk.Known(price.amount(), price.currency())
                    : new AtRisk.Unknown();
        });
    }

    private static Worth running(Stale stale, ListWorth worth) {
        List<BillingSnapshot> snapshots = stale.state().snapshots();
        return snapshots.stream()
                .flatMap(snapshot -> snapshot.subscriptions().stream()
                        .filter(one -> one.status().givesPhase())
                        .map(one -> worth.of(snapshot.subject(), one)))
                .reduce(Worth::plus)
                .orElseGet(Worth.Unknown::new);
    }

    private void unsettled(long run, List<CustomerKey> customers) {
        if (!customers.isEmpty()) {
            jdbc.sql("""
                            insert into reconciliation_unsettled (run, customer_key)
                            select :run, key from unnest(:keys::text[]) as unsettled (key)
                            on conflict do nothing
                            """)
                    .param("run", run)
                    .param(
                            "keys",
                            Sql.texts(
                                    customers,
                                    one -> Objects.requireNonNull(one).value()))
                    .update();
        }
    }
}
