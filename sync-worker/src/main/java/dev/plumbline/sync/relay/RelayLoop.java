package dev.plumbline.sync.relay;

import dev.plumbline.entitlement.record.Relay;
import dev.plumbline.sync.setup.BackgroundLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Relays what passes committed. Every process tries; one at a time leads. */
@Component
public class RelayLoop implements SmartLifecycle {
    private final BackgroundLoop loop;

    RelayLoop(Relay relay) {
        loop = new BackgroundLoop("relay", Duration.ofMillis(50), () -> relay.relay() > 0);
    }

    /** Something was just committed by this process. */
    public void wake() {
        loop.wake();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
