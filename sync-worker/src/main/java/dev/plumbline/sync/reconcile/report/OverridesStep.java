package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.decisions.ValuesForgone;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.OverrideRegister;
import dev.plumbline.entitlement.decision.OverrideRegister.Filter;
import dev.plumbline.entitlement.decision.OverrideRegister.Position;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The register of overrides that hold, with the list value each forgoes, of the account's customers. */
@Component
@Order(400)
class OverridesStep implements RunStep {
    private final OverrideRegister register;
    private final ValuesForgone values;
    private final Reports reports;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource business;

    OverridesStep(
            OverrideRegister register,
            ValuesForgone values,
            Reports reports,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            InstantSource businessClock) {
        this.register = register;
        this.values = values;
        this.reports = reports;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "overrides";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        Instant now = business.instant();
        transactions.executeWithoutResult(_ -> reports.write(run.id(), Section.OVERRIDES, List.of()));
        var active = new Filter(null, KeptOverride.State.ACTIVE, null, null, null, null);
        Position after = null;
        int line = 0;
        List<KeptOverride> page;
        do {
            page = register.list(active, after, Page.MOST, now);
            List<List<@Nullable Object>> lines = lines(run, page, now);
            int from = line;
            transactions.executeWithoutResult(_ -> reports.add(run.id(), Section.OVERRIDES, from, lines));
            line += lines.size();
            progress.done(page.size());
            after = page.isEmpty()
                    ? null
                    : new Position(page.getLast().createdAt(), page.getLast().id());
        } while (page.size() == Page.MOST);
    }

    private List<List<@Nullable Object>> lines(ReconciliationRun run, List<KeptOverride> page, Instant now) {
        Set<String> ours = ours(run, page);
        Map<String, MonthlyPrice> worth = values.of(page, now);
        var lines = new ArrayList<List<@Nullable Object>>();
        for (KeptOverride one : page) {
            if (ours.contains(one.customer().value())) {
                MonthlyPrice forgone = worth.get(one.id());
                lines.add(Cells.of(
                        one.id(),
                        one.customer().value(),
                        one.terms().feature(),
                        one.terms().effect().name().toLowerCase(Locale.ROOT),
                        one.terms().user(),
                        one.terms().validFrom(),
                        one.end(),
                        one.reason(),
                        one.link(),
                        one.createdBy(),
                        forgone == null ? null : forgone.amount(),
                        forgone == null ? Sum.UNKNOWN : forgone.currency()));
            }
        }
        return lines;
    }

    private Set<String> ours(ReconciliationRun run, List<KeptOverride> page) {
        return new HashSet<>(jdbc.sql("""
                        select key from unnest(:keys::text[]) as customer (key)
                        where coalesce(account_of(key), :account) = :account
                        """)
                .param(
                        "keys",
                        page.stream()
                                .map(one -> one.customer().value())
                                .distinct()
                                .toArray(String[]::new))
                .param("account", SelfCheckStep.account(run))
                .query(String.class)
                .list());
    }
}
