package dev.plumbline.simulated.api;

import java.time.Instant;

/** A request as it came in, and what it was answered with; status 0 when there was no answer. */
public record RecordedRequest(Instant at, String method, String path, String query, int status) {
    /** Everything but a read: nothing of ours may ever send one. */
    public boolean wouldWrite() {
        return !method.equals("GET");
    }
}
