package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.whatif.Counts;
import dev.plumbline.entitlement.whatif.Money;
import dev.plumbline.entitlement.whatif.WhatIfRun;
import dev.plumbline.entitlement.whatif.WhatIfRun.Status;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A plan as it is shown.
 *
 * @param base the revision it was made on: the If-Match of the publish; null before the first
 * @param comparedFrom answers are compared from this instant on
 * @param diff what the files differ in
 * @param broad whether it alters the answer of more than one customer; null as long as nobody can say
 * @param counts customers, by what happens to them
 * @param money list value a month of those who lose and of those who gain
 */
public record PlanView(
        UUID id,
        @Nullable Long base,
        Status status,
        @Nullable Instant effectiveAt,
        Instant comparedFrom,
        String author,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Object> diff,
        @Nullable Boolean broad,
        Counts counts,
        Money money,
        Progress progress,
        @Nullable String failure) {
    /** @param of how many customers there are, about */
    public record Progress(long done, long of) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static PlanView of(WhatIfRun run) {
        return new PlanView(
                run.id(),
                run.base(),
                run.status(),
                run.effectiveAt(),
                run.comparedFrom(),
                run.author(),
                run.startedAt(),
                run.endedAt(),
                JSON.readValue(run.diff(), new TypeReference<List<Object>>() {}),
                run.isBroad(),
                run.counts(),
                run.money(),
                new Progress(run.done(), run.of()),
                run.failure());
    }
}
