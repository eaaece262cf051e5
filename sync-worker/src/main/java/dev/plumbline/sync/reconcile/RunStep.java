package dev.plumbline.sync.reconcile;

/**
 * A step at the end of a run: a Spring bean, in the order that {@code @Order} says, after everybody who differs was looked at. It
 * may be called again for the same run, when a process died in it or a release fetched all of it afresh: what it wrote before is
 * then written over.
 */
public interface RunStep {
    /** Of the step in progress, logs and Batch's tables; lower case, for example {@code self-check}. */
    String name();

    /** @throws RuntimeException fails the run, which then goes on from this step when it is started again */
    void run(ReconciliationRun run, Progress progress);
}
