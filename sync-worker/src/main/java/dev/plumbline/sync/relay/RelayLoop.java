package dev.plumbline.sync.relay;

import dev.plumbline.entitlement.record.Relay;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Relays what passes committed. Every process tries; one at a time leads. */
@Component
@ConditionalOnRole(Role.SYNC)
public class RelayLoop implements Looping {
    private final BackgroundLoop loop;

    RelayLoop(Relay relay) {
        loop = new BackgroundLoop("relay", Duration.ofMillis(50), () -> relay.relay() > 0);
    }

    /** Something was just committed by this process. */
    public void wake() {
        loop.wake();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
