package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * What somebody asked for, and what became of it.
 *
 * @param content null in a list, where it may be long ({@link ApprovalKind#isLong}); the one always has it
 * @param contentSha256 of the content as it was asked: what is done is this and nothing else
 * @param askedIds everything the author is known by, and whoever could have been it
 * @param decided null while it is pending, and when nobody decided in time
 */
public record Approval(
        String id,
        String kind,
        String subject,
        String title,
        @Nullable String content,
        String contentSha256,
        String askedBy,
        Set<String> askedIds,
        Instant askedAt,
        String reason,
        @Nullable String link,
        Instant expiresAt,
        State state,
        @Nullable Decision decided) {
    /** Only the first can become another. */
    public enum State {
        PENDING,
        EXECUTED,
        FAILED,
        REFUSED,
        WITHDRAWN,
        EXPIRED
    }

    /** @param outcome what was done, or why it could not be; null for what was not approved */
    public record Decision(
            String by,
            Instant at,
            String reason,
            @Nullable String link,
            @Nullable JsonNode outcome) {}

    /**
     * Itself, unless it was approved and could not be done any more.
     *
     * @throws Refusal with what the decision says of it
     */
    public Approval orRefused() {
        if (state == State.FAILED && decided != null && decided.outcome() != null) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    decided.outcome().path("code").asString(""),
                    decided.outcome().path("detail").asString(""));
        }
        return this;
    }

    /** What it is at that instant: nobody has to come by for it to expire. */
    public State state(Instant now) {
        return state == State.PENDING && !now.isBefore(expiresAt) ? State.EXPIRED : state;
    }
}
