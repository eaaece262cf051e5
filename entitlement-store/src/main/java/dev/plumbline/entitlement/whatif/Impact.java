package dev.plumbline.entitlement.whatif;

import java.util.List;

/** What a draft does to one customer, and what the customer is worth. */
public record Impact(List<Change> changes, ListValue value) {
    static final Impact NONE = new Impact(List.of(), ListValue.NOTHING);

    public Impact {
        changes = List.copyOf(changes);
    }

    public boolean isNone() {
        return changes.isEmpty();
    }

    public boolean isGain() {
        return changes.stream().anyMatch(change -> change.kind().isGain());
    }

    public boolean isLoss() {
        return changes.stream().anyMatch(change -> change.kind().isLoss());
    }
}
