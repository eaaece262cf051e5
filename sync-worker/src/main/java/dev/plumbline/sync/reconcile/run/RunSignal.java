package dev.plumbline.sync.reconcile.run;

import org.springframework.stereotype.Component;

/** Somebody asked for a run, here: it need not be found by looking. */
@Component
public class RunSignal {
    private volatile Runnable wake = () -> {};

    public void wakes(Runnable loop) {
        wake = loop;
    }

    public void raise() {
        wake.run();
    }
}
