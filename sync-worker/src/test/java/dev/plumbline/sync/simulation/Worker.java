package dev.plumbline.sync.simulation;

import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Look;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a worker stands between two steps. */
final class Worker {
    final Node node;
    private final int number;

    @Nullable
    Claim claim;

    @Nullable
    Look look;

    /** How many events had marked its subject when it was claimed. */
    long marksSeen;

    Instant leaseUntil = Instant.MIN;
    Instant stalledUntil = Instant.MIN;
    /** It is in the middle of a step, and others have a turn. */
    boolean busy;

    Worker(Node node, int number) {
        this.node = node;
        this.number = number;
    }

    void drop() {
        claim = null;
        look = null;
        stalledUntil = Instant.MIN;
    }

    @Override
    public String toString() {
        return node + " worker " + number;
    }
}
