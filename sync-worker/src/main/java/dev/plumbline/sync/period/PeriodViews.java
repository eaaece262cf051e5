package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.PeriodView.Step;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Months as callers read them: however many there are, what belongs to them is asked for once. */
@Component
class PeriodViews {
    private final Periods periods;
    private final Closing closing;
    private final Waiting waiting;

    PeriodViews(Periods periods, Closing closing, Waiting waiting) {
        this.periods = periods;
        this.closing = closing;
        this.waiting = waiting;
    }

    PeriodView of(Period period) {
        return ofAll(List.of(period)).apply(period);
    }

    /** How each of these is shown. */
    Function<Period, PeriodView> ofAll(List<Period> all) {
        List<YearMonth> months = all.stream().map(Period::month).toList();
        Map<YearMonth, List<PackHead>> packs = periods.packs(months);
        Map<YearMonth, List<Step>> steps = periods.steps(months);
        List<ApprovalView> asked = waiting.all();
        return period -> {
            YearMonth month = period.month();
            return new PeriodView(
                    month.toString(),
                    period.state().key(),
                    month.atDay(1),
                    month.atEndOfMonth(),
                    closing.isOver(month),
                    period.version(),
                    packs.getOrDefault(month, List.of()),
                    steps.getOrDefault(month, List.of()),
                    Waiting.of(PeriodApproval.subject(month), asked));
        };
    }
}
