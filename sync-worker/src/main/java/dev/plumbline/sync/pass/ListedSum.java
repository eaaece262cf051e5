package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import java.util.List;
import java.util.Map;

/** What a list would show of one snapshot, in the columns that it is compared by. */
public record ListedSum(List<ListedContent> subscriptions) {
    public ListedSum {
        subscriptions = List.copyOf(subscriptions);
    }

    public static ListedSum of(BillingSnapshot snapshot) {
        return new ListedSum(ListedContent.of(snapshot));
    }

    /** By the names of the parameters that a statement has for them. */
    public Map<String, Object> columns() {
        return Map.of(
                "ids", ids(),
                "digests", digests(),
                "digest", digest(),
                "count", subscriptions.size(),
                "gives", givesAccess(),
                "by", ListedContent.VERSION);
    }

    public String[] ids() {
        return subscriptions.stream().map(ListedContent::id).toArray(String[]::new);
    }

    public Long[] digests() {
        return subscriptions.stream().map(ListedContent::digest).toArray(Long[]::new);
    }

    /** All in one, in no order: how both sides are compared before anybody asks which one differs. */
    public long digest() {
        return subscriptions.stream().mapToLong(ListedContent::digest).reduce(0, (a, b) -> a ^ b);
    }

    public boolean givesAccess() {
        return subscriptions.stream().anyMatch(ListedContent::live);
    }
}
