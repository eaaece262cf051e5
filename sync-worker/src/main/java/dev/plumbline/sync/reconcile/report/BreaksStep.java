package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Severity;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.finding.Materiality;
import dev.plumbline.sync.reconcile.finding.Severities;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What was found becomes breaks, and what is told of them is written down once and for all. */
@Component
@Order(300)
class BreaksStep implements RunStep {
    private final BreaksOfRun breaks;
    private final TellingOf telling;
    private final Reports reports;
    private final Counting counting;
    private final ReportSettings settings;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final InstantSource business;

    BreaksStep(
            BreaksOfRun breaks,
            TellingOf telling,
            Reports reports,
            Counting counting,
            ReportSettings settings,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            InstantSource businessClock) {
        this.breaks = breaks;
        this.telling = telling;
        this.reports = reports;
        this.counting = counting;
        this.settings = settings;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "breaks";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        progress.of(4);
        transactions.executeWithoutResult(_ -> breaks.open(run));
        progress.done(1);
        transactions.executeWithoutResult(_ -> breaks.closeWhatFits(run));
        progress.done(1);
        Optional<TellingOf.Before> before = telling.before(
                run.id(), run.account().provider().key(), run.account().name());
        Long previous = before.map(TellingOf.Before::run).orElse(null);
        transactions.executeWithoutResult(_ -> {
            Instant cut = now();
            breaks.tell(
                    run, previous, before.map(TellingOf.Before::cut).orElseGet(() -> began(run)), business.instant());
            reports.begin(run, previous, cut);
        });
        progress.done(1);
        Materiality materiality = settings.materiality(counting.listedMoney(run.id()));
        transactions.executeWithoutResult(_ -> telling.judge(run.id(), told -> severity(told, materiality)));
        progress.done(1);
    }

    private Severity severity(Told told, Materiality materiality) {
        @Nullable BreakType type = BreakType.of(told.type()).orElse(null);
        return type == null
                ? Severity.MEDIUM
                : Severities.of(type, side(told.side()), told.atRisk(), told.ageDays(), materiality);
    }

    private static Side side(String key) {
        return Arrays.stream(Side.values())
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElse(Side.NEUTRAL);
    }

    /** The database's time, as breaks are opened and closed by it. */
    private Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private Instant began(ReconciliationRun run) {
        return jdbc.sql("select coalesce(started_at, requested_at) from reconciliation where id = :run")
                .param("run", run.id())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
