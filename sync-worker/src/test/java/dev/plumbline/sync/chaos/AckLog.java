package dev.plumbline.sync.chaos;

import dev.plumbline.simulated.stripe.Event;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the provider knows of its deliveries: what it sent, and what it was answered. */
final class AckLog {
    private final Map<String, Sent> byEvent = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> byStatus = new ConcurrentSkipListMap<>();
    private final Queue<String> wrongAnswers = new ConcurrentLinkedQueue<>();

    /** One event on its ways; {@code posted} before it leaves, {@code acked} after it was answered with 2xx. */
    record Sent(String sha256, AtomicInteger posted, AtomicInteger acked) {}

    /** A row of the inbox. */
    record Row(String event, String sha256, int deliveries) {}

    void posted(Event event, byte[] body) {
        byEvent.computeIfAbsent(event.id(), _ -> new Sent(hash(body), new AtomicInteger(), new AtomicInteger()))
                .posted()
                .incrementAndGet();
    }

    /** @param status 0 for none: a connection that broke, or too late */
    void answered(String event, int status, String body) {
        byStatus.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
        if (status / 100 == 2) {
            byEvent.computeIfAbsent(event, _ -> new Sent("", new AtomicInteger(), new AtomicInteger()))
                    .acked()
                    .incrementAndGet();
        } else if (status != 0 && status != 503) {
            wrongAnswers.add(event + " heard " + status + " " + body);
        }
    }

    Map<Integer, AtomicInteger> byStatus() {
        return byStatus;
    }

    /** Whoever is not ready says 503, and nothing else (F-18, F-20). */
    List<String> wrongAnswers() {
        return List.copyOf(wrongAnswers);
    }

    long ackedEvents() {
        return byEvent.values().stream().filter(sent -> sent.acked().get() > 0).count();
    }

    /** Acked is kept, byte for byte, once for each event and counted as often as it was acked; and nothing else is there. */
    List<String> differencesTo(List<Row> inbox) {
        var wrong = new ArrayList<String>();
        var rows = new ConcurrentHashMap<String, Row>();
        for (Row row : inbox) {
            if (rows.put(row.event(), row) != null) {
                wrong.add(row.event() + " has two rows");
            }
            if (!byEvent.containsKey(row.event())) {
                wrong.add(row.event() + " is kept and was never sent");
            }
        }
        byEvent.forEach((event, sent) -> wrong.addAll(differences(event, sent, rows.get(event))));
        return wrong;
    }

    private static List<String> differences(String event, Sent sent, @Nullable Row row) {
        int acked = sent.acked().get();
        if (row == null) {
            return acked == 0 ? List.of() : List.of(event + " was acked " + acked + " times and is not kept");
        }
        var wrong = new ArrayList<String>();
        if (!row.sha256().equals(sent.sha256())) {
            wrong.add(event + " is not kept as it was sent");
        }
        // A row that a crash took away and a later copy brought back would have counted too few.
        if (row.deliveries() < acked || row.deliveries() > sent.posted().get()) {
            wrong.add(event + " was posted " + sent.posted() + " times, acked " + acked + " times, and counted "
                    + row.deliveries() + " times");
        }
        return wrong;
    }

    static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
