package dev.plumbline.entitlement.check.idempotency;

import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Held;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Says of those that run here that they still do: four times in the minute after which they are taken for dead. */
@Component
class RunningRequests implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRequests.class);
    private static final long EVERY_SECONDS = 15;

    private final IdempotentRequests requests;
    private final Set<Held> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("idempotency-claims").factory());

    RunningRequests(IdempotentRequests requests) {
        this.requests = requests;
        var _ = clock.scheduleWithFixedDelay(this::tell, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void begin(Held held) {
        running.add(held);
    }

    void end(Held held) {
        running.remove(held);
    }

    void tell() {
        if (running.isEmpty()) {
            return;
        }
        try {
            requests.stillRun(running);
        } catch (DataAccessException away) {
            LOG.debug("{} requests with an Idempotency-Key could not be told of", running.size(), away);
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
    }
}
