package dev.plumbline.sync.reconcile;

/** Shows how far a step is, to whoever looks while it runs, and tells it to end. */
public interface Progress {
    /** How many there are in this step. */
    void of(long total);

    /** So many more are done. To be called now and then: it is also where a stop, or the loss of the run, is heard of. */
    void done(long more);
}
