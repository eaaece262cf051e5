package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.CustomersMarked;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Resolves customers that people edited, at once and without a fetch. Whom a new model left behind, {@link BehindPasses} does. */
@Component
@ConditionalOnRole(Role.SYNC)
class CustomerPasses implements Looping {
    private static final int EDITED = 50;

    private final CustomersToResolve customers;
    private final RelayLoop relay;
    private final BackgroundLoop loop;

    CustomerPasses(CustomersToResolve customers, RelayLoop relay) {
        this.customers = customers;
        this.relay = relay;
        this.loop = new BackgroundLoop("customers", Duration.ofMillis(500), this::round);
    }

    private boolean round() {
        boolean resolved = customers.resolveEdited(EDITED) > 0;
        if (resolved) {
            relay.wake();
        }
        return resolved;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(CustomersMarked marked) {
        loop.wake();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
