package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of a break. What is left out stays as it is; an empty comment or assignee takes it away.
 *
 * @param reason why, for the audit; of a waiver also what others read
 * @param waiveUntil known and accepted until then
 * @param endWaiver it is to be looked at again
 * @param reasonCode one of {@code GET /v1/breaks/reasons}; empty takes it away
 */
public record BreakEdit(
        @Nullable String reason,
        @Nullable String comment,
        @Nullable String assignee,
        @Nullable Instant waiveUntil,
        @Nullable Boolean endWaiver,
        @Nullable String reasonCode) {
    /** What is accepted for longer than this is no exception any more, but a rule that belongs into the model. */
    static final Duration LONGEST = Duration.ofDays(366);

    private static final int LONGEST_COMMENT = 1_000;
    private static final int LONGEST_NAME = 200;

    String checkedReason() {
        return Reasons.required(reason);
    }

    void check(Instant now) {
        if (comment == null && assignee == null && waiveUntil == null && reasonCode == null && !endsWaiver()) {
            throw Refusal.ofBody("", "Say what to change: comment, assignee, reasonCode, waiveUntil or endWaiver");
        }
        if (waiveUntil != null && endsWaiver()) {
            throw Refusal.ofBody("/endWaiver", "Either it is waived, or its waiver ends");
        }
        if (waiveUntil != null && (!waiveUntil.isAfter(now) || waiveUntil.isAfter(now.plus(LONGEST)))) {
            throw Refusal.ofBody(
                    "/waiveUntil", "A waiver ends, " + LONGEST.toDays() + " days from now (" + now + ") at the latest");
        }
        Texts.name("/comment", empty(comment) ? null : comment, LONGEST_COMMENT);
        Texts.name("/assignee", empty(assignee) ? null : assignee, LONGEST_NAME);
    }

    boolean endsWaiver() {
        return Boolean.TRUE.equals(endWaiver);
    }

    @Nullable
    String commentAfter(@Nullable String before) {
        return after(comment, before);
    }

    @Nullable
    String assigneeAfter(@Nullable String before) {
        return after(assignee, before);
    }

    @Nullable
    String reasonCodeAfter(@Nullable String before) {
        return after(reasonCode, before);
    }

    private static @Nullable String after(@Nullable String wanted, @Nullable String before) {
        if (wanted == null) {
            return before;
        }
        return wanted.isEmpty() ? null : wanted;
    }

    private static boolean empty(@Nullable String text) {
        return text != null && text.isEmpty();
    }
}
