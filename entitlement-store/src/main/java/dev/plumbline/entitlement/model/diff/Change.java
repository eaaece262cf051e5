package dev.plumbline.entitlement.model.diff;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is other in the later model.
 *
 * @param kind stable, for machines
 * @param ref what it is of: {@code team@2}, {@code seats}, {@code nordics}
 * @param path where in the catalog, a version by its number: {@code /plans/team@2/grants/seats}
 * @param sentence for people
 * @param before in words; null for what is new
 * @param after in words; null for what is gone
 */
public record Change(
        Kind kind,
        String ref,
        String path,
        String sentence,
        @Nullable String before,
        @Nullable String after,
        Effect effect) {
    /** Whether access, a limit, a level or a reason that an existing customer is answered may become another by it. */
    public enum Effect {
        CAN_ALTER_ANSWERS,
        ALTERS_NO_ANSWER
    }

    public boolean canAlterAnswers() {
        return effect == Effect.CAN_ALTER_ANSWERS;
    }

    public enum Kind {
        CATALOG_CHANGED,
        CADENCE_CHANGED,
        MARKET_ADDED,
        MARKET_REMOVED,
        MARKET_CHANGED,
        METER_ADDED,
        METER_REMOVED,
        METER_CHANGED,
        FEATURE_ADDED,
        FEATURE_REMOVED,
        FEATURE_RENAMED,
        FEATURE_TYPE_CHANGED,
        FEATURE_AVAILABILITY_CHANGED,
        FEATURE_DEFAULT_CHANGED,
        FEATURE_MERGE_CHANGED,
        FEATURE_METER_CHANGED,
        FEATURE_LEVELS_CHANGED,
        FEATURE_OUTAGE_CHANGED,
        FEATURE_IRREVERSIBLE_CHANGED,
        FEATURE_UNIT_CHANGED,
        FEATURE_OWNER_CHANGED,
        FEATURE_TAGS_CHANGED,
        PLAN_ADDED,
        PLAN_REMOVED,
        PLAN_RENAMED,
        PLAN_RANK_CHANGED,
        ADD_ON_ADDED,
        ADD_ON_REMOVED,
        ADD_ON_RENAMED,
        ADD_ON_REQUIREMENT_CHANGED,
        VERSION_ADDED,
        VERSION_REMOVED,
        /** Its sale ends, or ends earlier. */
        VERSION_RETIRED,
        VERSION_SALE_CHANGED,
        GRANT_ADDED,
        GRANT_REMOVED,
        GRANT_CHANGED,
        VARIATION_ADDED,
        VARIATION_REMOVED,
        VARIATION_CHANGED,
        TRIAL_CHANGED,
        MIGRATION_CHANGED,
        MAPPING_ADDED,
        MAPPING_REMOVED,
        MAPPING_CHANGED,
        LIST_PRICE_CHANGED,
        PROMOTION_ADDED,
        PROMOTION_REMOVED,
        PROMOTION_CHANGED,
        PROMOTION_REASON_CHANGED,
        BILLING_POLICY_CHANGED,
        PRECEDENCE_CHANGED
    }
}
