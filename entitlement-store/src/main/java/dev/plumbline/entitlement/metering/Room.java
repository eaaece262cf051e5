package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is left of one window of a limit, while those who want some of it are served one after the other. */
final class Room {
    private final Allotment has;
    private final Instant at;
    private final @Nullable BigDecimal unusedBefore;
    private BigDecimal taken;

    Room(Allotment has, Instant at, BigDecimal taken, @Nullable BigDecimal unusedBefore) {
        this.has = has;
        this.at = at;
        this.taken = taken;
        this.unusedBefore = unusedBefore;
    }

    /** By the rule that a check goes by. */
    boolean fits(BigDecimal more) {
        return more.signum() <= 0 || decide(new Request(more, null)).hasAccess();
    }

    /** @param more below 0 to give back */
    void take(BigDecimal more) {
        taken = taken.add(more).max(BigDecimal.ZERO);
    }

    Decision now() {
        return decide(Request.PLAIN);
    }

    private Decision decide(Request request) {
        return Decider.decide(has.feature(), has.segment(), new Usage(taken, unusedBefore), request, at);
    }
}
