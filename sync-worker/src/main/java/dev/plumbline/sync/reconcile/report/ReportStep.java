package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.reconcile.finding.Materiality;
import dev.plumbline.sync.sheet.CsvParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The figures, and whether they tie. A run whose figures do not tie fails: nobody is to sign what does not add up. */
@Component
@Order(500)
class ReportStep implements RunStep {
    private static final Logger LOG = LoggerFactory.getLogger(ReportStep.class);

    private final Reports reports;
    private final ReportContent content;
    private final TellingOf telling;
    private final Counting counting;
    private final Summary summary;
    private final ReportSettings settings;
    private final TransactionTemplate transactions;

    ReportStep(
            Reports reports,
            ReportContent content,
            TellingOf telling,
            Counting counting,
            Summary summary,
            ReportSettings settings,
            TransactionTemplate transactions) {
        this.reports = reports;
        this.content = content;
        this.telling = telling;
        this.counting = counting;
        this.summary = summary;
        this.settings = settings;
        this.transactions = transactions;
    }

    @Override
    public String name() {
        return "report";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        progress.of(telling.count(run.id()));
        Reports.Head head = reports.find(run.id()).orElseThrow();
        ControlTotals totals = counting.totals(run);
        Materiality materiality = settings.materiality(totals.listedMoney());
        var roll = new RollForward();
        var ageing = new Ageing();
        var counted = new ByTheThousand(progress);
        telling.each(run.id(), told -> {
            roll.add(told);
            ageing.add(told);
            counted.one();
        });
        counted.rest();
        transactions.executeWithoutResult(_ -> {
            content.write(
                    run.id(),
                    Section.SUMMARY,
                    summary.of(run, head.previousRun(), totals, materiality, roll.currencies()));
            content.write(run.id(), Section.CONTROL_TOTALS, totals.cells());
            content.write(run.id(), Section.ROLL_FORWARD, roll.lines());
            content.write(run.id(), Section.AGEING, ageing.lines());
        });
        var flaws = new ArrayList<>(totals.flaws());
        flaws.addAll(roll.flaws(closedBefore(head.previousRun())));
        check(run, flaws);
        reports.end(run.id(), CsvParts.sha256(content.parts(run.id(), Section.ALL)));
    }

    /** Null when there was none before, or it was never told. */
    private @Nullable Map<String, Sum> closedBefore(@Nullable Long previous) {
        return previous == null
                        || reports.find(previous)
                                .map(Reports.Head::contentSha256)
                                .isEmpty()
                ? null
                : content.closed(previous);
    }

    private static void check(ReconciliationRun run, List<String> flaws) {
        if (!flaws.isEmpty()) {
            String all = String.join("; ", flaws);
            LOG.error("The figures of reconciliation {} do not tie: {}", run.id(), all);
            throw new DoesNotTie(all);
        }
    }

    /** Figures that should be the same and are not. */
    static final class DoesNotTie extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DoesNotTie(String flaws) {
            super("The figures do not tie: " + flaws, null, false, false);
        }
    }
}
