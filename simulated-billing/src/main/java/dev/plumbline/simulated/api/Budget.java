package dev.plumbline.simulated.api;

import java.time.Instant;

/** How many requests were answered in this second of the account's clock. */
final class Budget {
    private long second;
    private int spent;

    synchronized boolean spend(Instant now, int perSecond) {
        if (perSecond == 0) {
            return true;
        }
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            spent = 0;
        }
        return ++spent <= perSecond;
    }
}
