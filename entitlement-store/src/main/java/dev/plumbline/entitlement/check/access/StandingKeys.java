package dev.plumbline.entitlement.check.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;

/** Whether a key that was good at the beginning of a long answer still is: not revoked, not expired (S-7). */
@Component
public class StandingKeys {
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final ApiKeys keys;
    private final InstantSource time;
    private final ConcurrentMap<String, Looked> looked = new ConcurrentHashMap<>();

    StandingKeys(ApiKeys keys, InstantSource realTime) {
        this.keys = keys;
        this.time = realTime;
    }

    private record Looked(boolean stands, Instant at) {}

    /** While the database cannot be asked, what was true stays true. */
    public boolean stands(Caller caller) {
        Instant now = time.instant();
        if (caller.isExpired(now)) {
            return false;
        }
        if (caller.id().equals(BootstrapKey.ID)) {
            return true;
        }
        Looked last = looked.get(caller.id());
        if (last == null || last.at().plus(FRESH).isBefore(now)) {
            last = new Looked(look(caller, last == null || last.stands()), now);
            looked.put(caller.id(), last);
            looked.values()
                    .removeIf(old -> old.at().plus(FRESH.multipliedBy(60)).isBefore(now));
        }
        return last.stands();
    }

    private boolean look(Caller caller, boolean before) {
        try {
            return keys.isInForce(UUID.fromString(caller.id()));
        } catch (RuntimeException databaseAway) {
            return before;
        }
    }
}
