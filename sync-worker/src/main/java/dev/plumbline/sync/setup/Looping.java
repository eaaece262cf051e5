package dev.plumbline.sync.setup;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Has loops that turn from the start of the process to its end, and come to the end of their round then. */
public interface Looping extends SmartLifecycle {
    List<BackgroundLoop> loops();

    @Override
    default void start() {
        loops().forEach(BackgroundLoop::start);
    }

    @Override
    default void stop() {
        BackgroundLoop.stop(loops());
    }

    @Override
    default boolean isRunning() {
        return loops().stream().anyMatch(BackgroundLoop::isRunning);
    }
}
