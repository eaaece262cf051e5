package dev.plumbline.sync.relay;

import dev.plumbline.entitlement.seal.AuditAnchor;
import dev.plumbline.entitlement.seal.AuditChain;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Seals the audit and notes outside where its chain ends. A loop of its own: a long chain to seal does not hold up the notices.
 * Every process tries, one at a time seals; each notes, for its own file may be the one that is left.
 */
@Component
@ConditionalOnRole(Role.SYNC)
class SealLoop implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(SealLoop.class);

    private final AuditAnchor anchor;
    private final BackgroundLoop sealing;
    private final BackgroundLoop noting;

    SealLoop(AuditChain chain, AuditAnchor anchor) {
        this.anchor = anchor;
        this.sealing = new BackgroundLoop("audit-seal", Duration.ofMillis(200), chain::seal);
        this.noting = new BackgroundLoop("audit-anchor", Duration.ofSeconds(1), () -> {
            anchor.noteWhenDue();
            return false;
        });
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(sealing, noting);
    }

    @Override
    public void stop() {
        Looping.super.stop();
        try {
            anchor.note();
        } catch (RuntimeException databaseAway) {
            LOG.debug("The last note of the audit's end was not made", databaseAway);
        }
    }
}
