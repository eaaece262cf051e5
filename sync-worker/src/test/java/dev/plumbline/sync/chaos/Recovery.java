package dev.plumbline.sync.chaos;

import java.time.Duration;

/** How soon a node is ready again once nothing troubles it any more. Instants are {@link System#nanoTime()}. */
final class Recovery {
    private int troubles;
    private boolean away;
    private long awaySince;
    private long seenReady;
    private Duration worst = Duration.ZERO;

    synchronized void troubled() {
        troubles++;
    }

    synchronized void calmed(long now) {
        troubles--;
        away = true;
        awaySince = now;
    }

    synchronized void seen(boolean ready, long now) {
        if (troubles == 0) {
            if (!ready && !away) {
                // Nobody troubles it, and yet: the time counts from when it was last well.
                away = true;
                awaySince = seenReady;
            }
            if (away) {
                Duration gone = Duration.ofNanos(now - awaySince);
                worst = gone.compareTo(worst) > 0 ? gone : worst;
            }
            away = !ready;
        }
        seenReady = ready ? now : seenReady;
    }

    synchronized boolean isWell() {
        return troubles == 0 && !away;
    }

    /** The longest that it took, or takes still. */
    synchronized Duration worst() {
        return worst;
    }
}
