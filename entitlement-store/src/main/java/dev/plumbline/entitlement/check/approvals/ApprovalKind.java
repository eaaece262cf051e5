package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that takes a second person. Whoever can do it says how it is asked for and does it when it is approved. */
public interface ApprovalKind {
    /** As the API and the database name it. */
    String key();

    /** Whether its contents may be megabytes, so that lists are better read without them. */
    default boolean isLong() {
        return false;
    }

    /** Who may ask: everybody who has {@link Right#ASK} and this. */
    Right asks();

    /**
     * Who may ask for this very content, of a kind that does more than one thing.
     *
     * @param content as it was sent, not looked at yet
     */
    default Right asks(@Nullable JsonNode content) {
        return asks();
    }

    /** Who may approve: everybody who has {@link Right#APPROVE} and this, and is not one of the authors. */
    Right approves();

    /**
     * What is asked, looked at: it can be done as things are.
     *
     * @throws dev.plumbline.entitlement.check.http.Refusal when it cannot, or is not understood
     */
    Proposal propose(JsonNode asked, Caller by);

    /**
     * Does it, inside the transaction that decides. A {@link dev.plumbline.entitlement.check.http.Refusal} means that it cannot be
     * done any more: nothing of it stays, and the approval is failed. What else it throws leaves everything as it was, the approval
     * too.
     */
    Done carryOut(Approved approved);

    /**
     * What will be done.
     *
     * @param subject what it is about
     * @param title in one line, for whoever decides
     * @param content everything that doing it takes, and what it was made on
     * @param authors who else has a hand in it, beside the one who asks; none of them can approve it
     */
    record Proposal(String subject, String title, Map<String, @Nullable Object> content, Set<String> authors) {}

    /**
     * @param content as it was proposed
     *
     * @param approver the second person
     *
     * @param because why they approved
     */
    record Approved(Approval approval, JsonNode content, Caller approver, String because) {}

    /**
     * @param outcome what came of it, for people and for the audit
     *
     * @param afterwards once it is committed: to wake whoever waits for it
     */
    record Done(Map<String, Object> outcome, Runnable afterwards) {}
}
