package dev.plumbline.sync.pass;

import java.time.Duration;

/**
 * How many customers go into one transaction. It holds their locks until it ends, and a webhook may be waiting for one of
 * them: so many that it takes about a fifth of a second on this machine as it is now, few when nobody knows yet.
 */
public final class BatchSize {
    private static final Duration AIM = Duration.ofMillis(200);
    private static final int FEW = 20;

    private final int most;
    private int size;

    public BatchSize(int most) {
        this.most = Math.max(1, most);
        this.size = Math.min(FEW, this.most);
    }

    public int next() {
        return size;
    }

    /** Half of what would just fit is gone back to, twice as many tried: a slow moment does not keep it small for long. */
    public void took(Duration time, int customers) {
        if (time.compareTo(AIM) > 0) {
            size = Math.max(1, Math.min(size, customers) / 2);
        } else if (customers >= size && time.compareTo(AIM.dividedBy(2)) < 0) {
            size = Math.min(most, size * 2);
        }
    }
}
