package dev.plumbline.sync.reconcile.run;

/** Another process has taken the run over, since we were not heard: nothing that we did since counts. */
public final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(long run) {
        super("Reconciliation " + run + " is another process's by now", null, false, false);
    }
}
