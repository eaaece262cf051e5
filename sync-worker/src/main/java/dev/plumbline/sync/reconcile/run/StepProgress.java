package dev.plumbline.sync.reconcile.run;

import dev.plumbline.sync.reconcile.Progress;

/** Into the row of the run, and out of it: whether it is to end. */
public final class StepProgress implements Progress {
    private final Runs runs;
    private final Stops stops;
    private final long run;

    public StepProgress(Runs runs, Stops stops, long run) {
        this.runs = runs;
        this.stops = stops;
        this.run = run;
    }

    @Override
    public void of(long total) {
        runs.total(run, total);
    }

    @Override
    public void done(long more) {
        stops.check(run);
        runs.done(run, more);
    }
}
