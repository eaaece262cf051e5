package dev.plumbline.sync.reconcile.run;

/** The run is to end here, because a person or the end of this process says so; it can go on from here another time. */
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Stopped(String why) {
        super(why, null, false, false);
    }
}
