package dev.plumbline.sync.simulation;

/** The process is gone, in the middle of whatever it did. An Error, so that nothing in between takes it for a failure to handle. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
        super("the process was killed here", null, false, false);
    }
}
