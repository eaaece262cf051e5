package dev.plumbline.sync.reconcile.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each side said of what does not fit, field by field.
 *
 * @param at business time at which the sides were compared; null when they are as they are now
 * @param run that compared them; null when they are as they are now
 */
public record Sides(@Nullable Instant at, @Nullable Long run, List<Row> rows) {
    public Sides {
        rows = List.copyOf(rows);
    }

    /**
     * One field. A side that says nothing of it is null.
     *
     * @param of what it is a field of: a subscription, an item, the answers
     * @param model what the model makes of what is billed
     * @param billing what the billing system says
     * @param store what we held, or answered
     * @param usage what was counted here
     */
    public record Row(
            String of,
            String field,
            @Nullable String model,
            @Nullable String billing,
            @Nullable String store,
            @Nullable String usage,
            boolean differs) {}
}
