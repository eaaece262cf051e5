package dev.plumbline.simulated.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests, for tests that count them or want to see none. */
public final class RequestLog {
    private static final int KEPT = 10_000;

    private final Deque<RecordedRequest> newestLast = new ArrayDeque<>();
    private final Deque<RecordedRequest> writes = new ArrayDeque<>();
    private long counted;

    synchronized void add(RecordedRequest request) {
        counted++;
        keep(newestLast, request);
        if (request.wouldWrite()) {
            keep(writes, request);
        }
    }

    /** Oldest first. */
    public synchronized List<RecordedRequest> requests() {
        return List.copyOf(newestLast);
    }

    public synchronized List<RecordedRequest> to(String pathPrefix) {
        return newestLast.stream()
                .filter(request -> request.path().startsWith(pathPrefix))
                .toList();
    }

    /** Attempts to change something, kept apart so that many reads cannot push one out (S-20). */
    public synchronized List<RecordedRequest> writes() {
        return List.copyOf(writes);
    }

    public synchronized long count() {
        return counted;
    }

    public synchronized void clear() {
        newestLast.clear();
        writes.clear();
        counted = 0;
    }

    private static void keep(Deque<RecordedRequest> kept, RecordedRequest request) {
        kept.addLast(request);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }
}
