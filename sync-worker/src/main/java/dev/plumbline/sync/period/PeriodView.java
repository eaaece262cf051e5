package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A month as callers read it.
 *
 * @param period such as 2026-11
 * @param state open, prepared, reviewed, locked or reopened
 * @param over whether its last day is: before that it can be prepared to look at, and not be signed
 * @param version of the pack in force; 0 before the first
 * @param packs all that were ever made of it, the newest first: none of them changes
 * @param waiting what is asked for and waits for a second person
 */
public record PeriodView(
        String period,
        String state,
        LocalDate from,
        LocalDate until,
        boolean over,
        int version,
        List<PackHead> packs,
        List<Step> steps,
        List<ApprovalView> waiting) {
    public PeriodView {
        packs = List.copyOf(packs);
        steps = List.copyOf(steps);
        waiting = List.copyOf(waiting);
    }

    /**
     * What is signed, without its lines.
     *
     * @param previousPeriod which month's pack it goes on from; null for the first there is
     * @param contentSha256 of all its parts as CSV, in their order
     * @param format which parts it has: 1 of before there was a list of promotions and one of what is material, 2 since then
     */
    public record PackHead(
            int version,
            @Nullable String previousPeriod,
            @Nullable Integer previousVersion,
            Instant madeAt,
            String preparedBy,
            String contentSha256,
            int format) {}

    /**
     * Who did what with it.
     *
     * @param step prepared, reviewed, locked or reopened
     * @param approval by which it was decided; null for what one person does alone
     */
    public record Step(
            String step,
            int version,
            String by,
            Instant at,
            String reason,
            @Nullable String link,
            String contentSha256,
            @Nullable String approval) {}

    /** The pack in force; null before the first. */
    public @Nullable PackHead pack() {
        return packs.isEmpty() ? null : packs.getFirst();
    }

    /** The last step of that kind with the pack in force; null when it was not taken. */
    public @Nullable Step step(String kind) {
        return steps.stream()
                .filter(one -> one.version() == version && one.step().equals(kind))
                .reduce((_, later) -> later)
                .orElse(null);
    }
}
