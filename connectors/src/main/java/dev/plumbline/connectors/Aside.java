package dev.plumbline.connectors;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Asks a question beside others, on the same errand: two answers in the time of the slower one. */
public interface Aside {
    /** Begins to ask. */
    <T> Answer<T> begin(Supplier<T> question);

    /** What becomes of a question that was begun. */
    @FunctionalInterface
    interface Answer<T> {
        /** Waits for it, and throws what the asking threw. */
        T get();
    }

    /** Each question in a thread of its own; it is kept for the next one. */
    static Aside threads() {
        var askers = Executors.newCachedThreadPool(
                Thread.ofPlatform().name("aside-", 1).daemon().factory());
        return new Aside() {
            @Override
            public <T> Answer<T> begin(Supplier<T> question) {
                var task = new FutureTask<>(question::get);
                askers.execute(Errand.carrying(task));
                return () -> ended(task);
            }
        };
    }

    /** Asked only when the answer is wanted, by who wants it. */
    static Aside later() {
        return new Aside() {
            @Override
            public <T> Answer<T> begin(Supplier<T> question) {
                return question::get;
            }
        };
    }

    private static <T> T ended(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException stopped) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new BillingUnavailable(
                    BillingUnavailable.Cause.UNREACHABLE, "We stopped while the provider was asked", null, stopped);
        } catch (ExecutionException failed) {
            switch (Objects.requireNonNull(failed.getCause())) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(failed);
            }
        }
    }
}
