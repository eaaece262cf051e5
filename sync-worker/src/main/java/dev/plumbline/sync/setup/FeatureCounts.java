package dev.plumbline.sync.setup;

import dev.plumbline.entitlement.check.AskedFeatures;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes down now and then, and at the end, which features this node was asked for. */
@Component
@ConditionalOnRole(Role.SERVE)
class FeatureCounts implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCounts.class);

    private final AskedFeatures asked;
    private final InstantSource clock;
    private final BackgroundLoop loop = new BackgroundLoop("feature-counts", Duration.ofMinutes(1), this::round);

    FeatureCounts(AskedFeatures asked, InstantSource realTime) {
        this.asked = asked;
        this.clock = realTime;
    }

    private boolean round() {
        asked.write(clock.instant().atOffset(ZoneOffset.UTC).toLocalDate());
        return false;
    }

    @Override
    public void stop() {
        Looping.super.stop();
        try {
            round();
        } catch (RuntimeException databaseAway) {
            LOG.debug("What features were asked for in the last minute is lost", databaseAway);
        }
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
