package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Moves;
import dev.plumbline.entitlement.record.Moves.Moved;
import dev.plumbline.entitlement.record.Moves.Pinned;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** One customer is moved to another version of the plan it has; no sync undoes it. */
@RestController
class MovesController {
    private final Moves moves;
    private final Known known;

    MovesController(Moves moves, Known known) {
        this.moves = moves;
        this.known = known;
    }

    record MoveAsked(
            @Nullable String plan,
            @Nullable String reason,
            @Nullable String link) {}

    /** @param changed false when it was there already */
    record MoveBody(String customer, String subscription, String plan, boolean changed, List<MovedItem> items) {}

    record MovedItem(String item, @Nullable String before, String after) {}

    @PostMapping(DecisionRoutes.MOVE)
    MoveBody move(
            @PathVariable String customer,
            @PathVariable String provider,
            @PathVariable String account,
            @PathVariable String subscription,
            @RequestBody MoveAsked asked) {
        CustomerKey key = known.customer(customer);
        PlanRef to = Known.ref(known.planVersion(known.model(), asked.plan()));
        var by = Caller.current().because(Reasons.required(asked.reason()), Texts.link(asked.link()));
        var which = new Moves.Which(
                text("provider", provider), text("account", account), text("subscription", subscription));
        return switch (moves.move(key, which, to, by)) {
            case Moved.Done(Pinned before, Pinned after) -> shown(key, to, before, after);
            case Moved.Unchanged(Pinned pinned) -> shown(key, to, pinned, pinned);
            case Moved.CustomerUnknown() -> throw Known.customerUnknown();
            case Moved.SubscriptionUnknown() ->
                throw Refusal.of(
                        HttpStatus.NOT_FOUND,
                        "SUBSCRIPTION_UNKNOWN",
                        "This customer has no such subscription: GET /v1/customers/{customer}/schedule shows those it has");
            case Moved.NotOnPlan(Pinned pinned) -> {
                String detail = "It is on " + new TreeMap<>(pinned.items()).values()
                        + ": only versions of the same plan can be moved to";
                throw Refusal.of(HttpStatus.CONFLICT, "NOT_ON_PLAN", detail).at("/plan", "NOT_ON_PLAN", detail);
            }
        };
    }

    private static MoveBody shown(CustomerKey customer, PlanRef to, Pinned before, Pinned after) {
        Map<String, String> was = before.items();
        List<MovedItem> items = new TreeMap<>(after.items())
                .entrySet().stream()
                        .map(item -> new MovedItem(item.getKey(), was.get(item.getKey()), item.getValue()))
                        .toList();
        return new MoveBody(customer.value(), after.subscription(), to.toString(), !before.equals(after), items);
    }

    private static String text(String parameter, String text) {
        if (text.length() > 255 || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.ofParameter(parameter, "It has at most 255 characters, none of them controls");
        }
        return text;
    }
}
