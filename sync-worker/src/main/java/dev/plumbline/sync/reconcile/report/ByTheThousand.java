package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.Progress;

/** Progress of what comes one by one: a statement for each would take longer than what it tells of. */
final class ByTheThousand {
    private static final int OFTEN_ENOUGH = 1_000;

    private final Progress progress;
    private int untold;

    ByTheThousand(Progress progress) {
        this.progress = progress;
    }

    void one() {
        untold++;
        if (untold == OFTEN_ENOUGH) {
            rest();
        }
    }

    void rest() {
        progress.done(untold);
        untold = 0;
    }
}
