package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.CustomersMarked;
import dev.plumbline.entitlement.record.CustomersToResolve;
import dev.plumbline.entitlement.record.ModelPublished;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Looping;
import dev.plumbline.sync.setup.Role;
import java.time.Duration;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Resolves customers without a fetch: what people edited at once, what a new model left behind in the background. */
@Component
@ConditionalOnRole(Role.SYNC)
class CustomerPasses implements Looping {
    private static final int EDITED = 50;
    /** Small: a batch holds its customers' locks, and a webhook may be waiting for one of them. */
    private static final int BEHIND = 20;

    private final CustomersToResolve customers;
    private final WorkList work;
    private final RelayLoop relay;
    private final BackgroundLoop loop;

    CustomerPasses(CustomersToResolve customers, WorkList work, RelayLoop relay) {
        this.customers = customers;
        this.work = work;
        this.relay = relay;
        this.loop = new BackgroundLoop("customers", Duration.ofMillis(500), this::round);
    }

    private boolean round() {
        boolean resolved = customers.resolveEdited(EDITED) > 0
                || customers.resolveBehind(BEHIND) > 0
                || customers.resolveSettled(BEHIND) > 0;
        if (resolved) {
            relay.wake();
        }
        return resolved;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(CustomersMarked marked) {
        loop.wake();
    }

    @EventListener
    void on(ModelPublished published) {
        work.reviveQuarantined();
        loop.wake();
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
