package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.approvals.ApprovalKind;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.KeptOverride.Terms;
import dev.plumbline.entitlement.decision.Overrides;
import dev.plumbline.entitlement.record.Author;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An override beyond what one person may decide alone: longer, more, or without an end. */
@Component
class OverrideApproval implements ApprovalKind {
    static final String KIND = "override";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> FIELDS =
            Set.of("customer", "feature", "effect", "value", "validFrom", "validUntil", "user", "ignoreAvailability");

    private final Overrides overrides;
    private final Known known;
    private final InstantSource business;

    OverrideApproval(Overrides overrides, Known known, InstantSource businessClock) {
        this.overrides = overrides;
        this.known = known;
        this.business = businessClock;
    }

    @Override
    public String key() {
        return KIND;
    }

    @Override
    public Right asks() {
        return Right.OVERRIDE;
    }

    @Override
    public Right approves() {
        return Right.OVERRIDE_MORE;
    }

    @Override
    public Proposal propose(JsonNode asked, Caller by) {
        for (String field : asked.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw Refusal.ofBody("/content/" + field, "There is no such field; there are " + new TreeSet<>(FIELDS));
            }
        }
        CustomerKey customer = known.customer(asked.path("customer").asString(""));
        Terms terms = terms(asked, by);
        var content = new LinkedHashMap<String, @Nullable Object>();
        for (String field : FIELDS) {
            if (asked.hasNonNull(field)) {
                content.put(field, asked.get(field));
            }
        }
        return new Proposal(
                "customer " + customer.value(),
                "Override %s for %s: %s%s, %s"
                        .formatted(
                                terms.feature(),
                                customer.value(),
                                asked.path("effect").asString(""),
                                asked.hasNonNull("value")
                                        ? " " + asked.get("value").asString("")
                                        : "",
                                terms.validUntil().equals(OverrideAsked.NO_END)
                                        ? "without an end"
                                        : "until " + terms.validUntil()),
                content,
                Set.of());
    }

    /** As things are now: what was asked to begin at once begins when it is approved. */
    private Terms terms(JsonNode content, Caller by) {
        try {
            var body = (ObjectNode) content.deepCopy();
            body.remove("customer");
            body.put("reason", KIND); // the approval's own is what counts
            return JSON.treeToValue(body, OverrideAsked.class).checked(known.model(), business.instant(), by, true);
        } catch (JacksonException mistyped) {
            throw Refusal.ofBody("/content", "A value is not of the right type: the fields are those of an override");
        }
    }

    @Override
    public Done carryOut(Approved approved) {
        JsonNode content = approved.content();
        CustomerKey customer = known.customer(content.path("customer").asString(""));
        var author = new Author(
                approved.approval().askedBy(),
                approved.approval().reason() + " (approved by "
                        + approved.approver().name() + ": " + approved.because() + ")",
                approved.approval().link());
        KeptOverride made = overrides
                .add(customer, terms(content, approved.approver()), author)
                .orElseThrow(Known::customerUnknown);
        return new Done(Map.of("override", made.id(), "customer", customer.value()), () -> {});
    }
}
