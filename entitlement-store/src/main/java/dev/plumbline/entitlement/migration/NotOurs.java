package dev.plumbline.entitlement.migration;

/** Another process works at the migration by now: nothing of this transaction may stay. */
public final class NotOurs extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotOurs(String why) {
        super(why);
    }

    static void unless(boolean ours, long migration) {
        if (!ours) {
            throw new NotOurs("Another process works at migration " + migration + " by now");
        }
    }
}
