package dev.plumbline.sync.reconcile.finding;

import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.entitlement.check.evidence.BreakType.Severity;
import dev.plumbline.entitlement.check.evidence.BreakType.Side;
import java.util.List;

/**
 * How soon somebody should look: what the type is as a rule; one step up for money that matters or an age of more than a month;
 * one step down for leakage that is known to be small and new. What harms a customer is never low.
 */
public final class Severities {
    static final long OLD_DAYS = 30;

    private static final List<Severity> STEPS = List.of(Severity.HIGH, Severity.MEDIUM, Severity.LOW);

    private Severities() {}

    public static Severity of(BreakType type, Side side, AtRisk money, long ageDays, Materiality materiality) {
        int step = STEPS.indexOf(type.severity());
        if (materiality.isMaterial(money) || ageDays > OLD_DAYS) {
            step--;
        } else if (side == Side.LEAKAGE && isSmall(money, materiality)) {
            step++;
        }
        int lowest = STEPS.indexOf(side == Side.CUSTOMER_HARM ? Severity.MEDIUM : Severity.LOW);
        return STEPS.get(Math.max(0, Math.min(lowest, step)));
    }

    /** A tenth of what matters. */
    private static boolean isSmall(AtRisk money, Materiality materiality) {
        return money instanceof AtRisk.Known(long amount, String currency) && amount < materiality.of(currency) / 10;
    }
}
