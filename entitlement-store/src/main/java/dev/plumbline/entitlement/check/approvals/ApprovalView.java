package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.approvals.Approval.Decision;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * An approval as callers read it.
 *
 * @param state pending, executed, failed (it was approved and could not be done any more), refused, withdrawn or expired
 * @param content what is done when it is approved; null in a list where it is a catalog file: GET the one
 * @param contentSha256 of it, as it was asked and as it is done
 * @param mayDecide whether this caller could approve it, as things are
 * @param mayWithdraw whether this caller could take it back: they have a hand in it, by whatever key or page
 */
public record ApprovalView(
        String id,
        String kind,
        String subject,
        String title,
        String state,
        JsonNode content,
        String contentSha256,
        String askedBy,
        Instant askedAt,
        String reason,
        @Nullable String link,
        Instant expiresAt,
        @Nullable Decision decided,
        boolean mayDecide,
        boolean mayWithdraw) {
    static ApprovalView of(Approval approval, Instant now, boolean mayDecide, boolean mayWithdraw) {
        return new ApprovalView(
                approval.id(),
                approval.kind(),
                approval.subject(),
                approval.title(),
                approval.state(now).name().toLowerCase(Locale.ROOT),
                approval.content() == null ? NullNode.getInstance() : ApprovalJson.read(approval.content()),
                approval.contentSha256(),
                approval.askedBy(),
                approval.askedAt(),
                approval.reason(),
                approval.link(),
                approval.expiresAt(),
                approval.decided(),
                mayDecide,
                mayWithdraw);
    }
}
