package dev.plumbline.sync.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Boot sets the logging of a JVM up at every start, and cannot do so for two at once: one of them ends with a
 * ConcurrentModificationException, and what others log meanwhile is lost. The first start does it here, for all.
 */
public final class LoggingOnce {
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final CountDownLatch DONE = new CountDownLatch(1);

    private LoggingOnce() {}

    public static ConfigurableApplicationContext run(SpringApplicationBuilder node, String... arguments) {
        if (BEGUN.compareAndSet(false, true)) {
            ApplicationListener<ApplicationPreparedEvent> prepared = _ -> DONE.countDown();
            try {
                return node.listeners(prepared).run(arguments);
            } finally {
                DONE.countDown(); // also when it did not come so far
            }
        }
        awaitDone();
        SpringApplication application = node.application();
        application.setListeners(application.getListeners().stream()
                .filter(listener -> !(listener instanceof LoggingApplicationListener))
                .toList());
        return node.run(arguments);
    }

    private static void awaitDone() {
        try {
            DONE.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
