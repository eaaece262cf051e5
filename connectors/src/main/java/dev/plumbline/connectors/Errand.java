package dev.plumbline.connectors;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a thread calls a provider, and the turn that was paid before it began. Calls outside of an errand are
 * backfill: what forgets to say that it is urgent is not.
 */
public final class Errand {
    private static final ScopedValue<Errand> CURRENT = ScopedValue.newInstance();

    private final Urgency urgency;
    private final AtomicReference<@Nullable Turn> paid;

    private Errand(Urgency urgency, Turn paid) {
        this.urgency = urgency;
        this.paid = new AtomicReference<>(paid);
    }

    /** The first call costs this turn, the next ones a turn each. */
    public static Errand paidWith(Turn turn) {
        return new Errand(turn.urgency(), turn);
    }

    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** The same work on the errand that this thread is on, for another thread. */
    static Runnable carrying(Runnable work) {
        if (!CURRENT.isBound()) {
            return work;
        }
        Errand current = CURRENT.get();
        return () -> current.run(work);
    }

    static Urgency urgency() {
        return CURRENT.isBound() ? CURRENT.get().urgency : Urgency.BACKFILL;
    }

    /** The turn that was paid ahead, once. */
    static @Nullable Turn takePaid() {
        return CURRENT.isBound() ? CURRENT.get().paid.getAndSet(null) : null;
    }
}
