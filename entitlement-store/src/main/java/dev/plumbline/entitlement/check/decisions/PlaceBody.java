package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.record.Enrolments.Place;
import dev.plumbline.entitlement.record.Enrolments.Withdrawal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer's place in a promotion, as callers read it. */
public record PlaceBody(
        String promotion,
        String customer,
        Instant enrolledAt,
        String enrolledBy,
        String reason,
        @Nullable String link,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnBy,
        @Nullable String withdrawReason) {
    static PlaceBody of(Place place) {
        Withdrawal withdrawn = place.withdrawn();
        return new PlaceBody(
                place.promotion(),
                place.customer().value(),
                place.enrolledAt(),
                place.enrolledBy(),
                place.reason(),
                place.link(),
                withdrawn == null ? null : withdrawn.at(),
                withdrawn == null ? null : withdrawn.by(),
                withdrawn == null ? null : withdrawn.reason());
    }
}
