package dev.plumbline.sync.reconcile.run;

/** Nothing of what was listed can be acted on before a person says so. */
public final class Held extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Held(String why) {
        super(why, null, false, false);
    }
}
