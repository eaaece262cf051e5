package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.Approval.State;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Proposal;
import dev.plumbline.entitlement.check.approvals.Approvals.Asked;
import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What there is to be approved, who may ask for it and who may decide, and how it is drawn up. */
@Component
class Kinds {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Map<String, ApprovalKind> kinds;
    private final InstantSource time;

    Kinds(ObjectProvider<ApprovalKind> kinds, InstantSource realTime) {
        this.kinds = kinds.orderedStream().collect(Collectors.toMap(ApprovalKind::key, Function.identity()));
        this.time = realTime;
    }

    Set<String> keys() {
        return kinds.keySet();
    }

    /** Those whose contents are left out of lists. */
    Set<String> longOnes() {
        return keys(ApprovalKind::isLong);
    }

    /** About which this caller decides, where they have no hand in it. */
    Set<String> decidedBy(Caller by) {
        return by.may(Right.APPROVE) ? keys(kind -> by.may(kind.approves())) : Set.of();
    }

    private Set<String> keys(Predicate<ApprovalKind> which) {
        return kinds.values().stream().filter(which).map(ApprovalKind::key).collect(Collectors.toSet());
    }

    /** Of what this application itself wants decided. */
    ApprovalKind of(Asked asked) {
        return Objects.requireNonNull(kinds.get(String.valueOf(asked.kind())), "Nobody can do this");
    }

    ApprovalKind askedBy(Caller by, Asked asked) {
        ApprovalKind kind = kinds.get(String.valueOf(asked.kind()));
        if (kind == null) {
            throw Refusal.ofBody(
                    "/kind", "It is one of " + keys().stream().sorted().toList());
        }
        allowed(by, Right.ASK);
        allowed(by, kind.asks(asked.content()));
        return kind;
    }

    /** By whoever may, and has no hand in it. */
    ApprovalKind decidedBy(Caller by, Approval approval) {
        ApprovalKind kind = kinds.get(approval.kind());
        if (kind == null) {
            throw Refusal.of(HttpStatus.CONFLICT, "KIND_NOT_HERE", "This node cannot do that");
        }
        allowed(by, Right.APPROVE);
        allowed(by, kind.approves());
        if (by.isOneOf(approval.askedIds())) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    "SECOND_PERSON_REQUIRED",
                    "You have a hand in this, with whatever key or page, or made the key that asked, or yours was made by"
                            + " who asked: a second person decides. You may withdraw it");
        }
        return kind;
    }

    boolean mayDecide(Caller by, Approval approval) {
        ApprovalKind kind = kinds.get(approval.kind());
        return kind != null && by.may(Right.APPROVE) && by.may(kind.approves()) && !by.isOneOf(approval.askedIds());
    }

    private static void allowed(Caller by, Right right) {
        if (!by.may(right)) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    by.person() == null ? "SCOPE_MISSING" : "ROLE_MISSING",
                    "This takes the right to " + right.says());
        }
    }

    /** @param authors everything that the author is known by; whoever else has a hand in it is added */
    Approval drawUp(ApprovalKind kind, Asked asked, Caller by, Set<String> authors, String author) {
        JsonNode wanted = asked.content();
        if (wanted == null || !wanted.isObject()) {
            throw Refusal.ofBody("/content", "Say what is to be done, as an object");
        }
        Proposal proposal = kind.propose(wanted, by);
        Instant now = time.instant().truncatedTo(ChronoUnit.MICROS);
        String content = ApprovalJson.write(proposal.content());
        var ids = new HashSet<>(authors);
        ids.addAll(proposal.authors());
        return new Approval(
                "apr_" + UUID.randomUUID().toString().replace("-", ""),
                kind.key(),
                proposal.subject(),
                proposal.title(),
                content,
                ApprovalJson.sha256(content),
                author,
                ids,
                now,
                asked.reason(),
                asked.link(),
                now.plus(expiresIn(asked.expiresIn())),
                State.PENDING,
                null);
    }

    private static Duration expiresIn(@Nullable Duration wanted) {
        if (wanted == null) {
            return USUAL;
        }
        if (!wanted.isPositive() || wanted.compareTo(LONGEST) > 0) {
            throw Refusal.ofBody("/expiresIn", "It is a duration up to " + LONGEST + ", such as P2D");
        }
        return wanted;
    }
}
