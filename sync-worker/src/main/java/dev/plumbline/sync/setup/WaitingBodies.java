package dev.plumbline.sync.setup;

/** Of one request: a place among the bodies of its address that are waited for, each of which holds a thread meanwhile. */
interface WaitingBodies {
    /** False when there are as many as there may be. */
    boolean enter();

    /** After each time that it was let in. */
    void leave();
}
