package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plumbline.benchmarks.load.Requests;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Batches of usage, of which one event in ten was sent before and one in twenty happened last month. What an event says follows
 * from its number, so what is sent again is word for word the same.
 */
final class UsageEvents implements Requests {
    static final int BATCH = 1_000;
    private static final int AGAIN = 10;
    private static final int LATE = 20;
    /** So far back lies what is sent again: long since answered. */
    private static final int BEFORE = 40 * BATCH;

    private final List<String> customers;
    private final String source;
    private final Instant begin;
    private long next;
    private long sent;

    UsageEvents(List<String> customers, String source, Instant now) {
        this.customers = customers;
        this.source = source;
        this.begin = now.minus(Duration.ofHours(6));
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public void next(ByteBuffer into) {
        var body = new StringBuilder(BATCH * 180).append('[');
        for (int i = 0; i < BATCH; i++) {
            boolean again = i % AGAIN == 0 && next >= BEFORE;
            add(body.append(i == 0 ? "" : ","), again ? next - BEFORE : next++);
            sent++;
        }
        body.append(']');
        into.put(("POST /v1/usage HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + Plumbline.KEY
                        + "\r\nContent-Type: application/cloudevents-batch+json\r\nContent-Length: " + body.length()
                        + "\r\n\r\n")
                .getBytes(US_ASCII));
        into.put(body.toString().getBytes(US_ASCII));
    }

    private void add(StringBuilder body, long number) {
        body.append("{\"specversion\":\"1.0\",\"id\":\"")
                .append(number)
                .append("\",\"source\":\"")
                .append(source)
                .append("\",\"type\":\"invoice.issued\",\"subject\":\"")
                .append(customer(number))
                .append("\",\"time\":\"")
                .append(time(number))
                .append("\"}");
    }

    /** For the floor too, which gets the same rows without HTTP. */
    String customer(long number) {
        // Not in turn: neighbours in a batch are not neighbours among customers.
        return customers.get((int) (number * 7_919 % customers.size()));
    }

    Instant time(long number) {
        Instant time = begin.plusMillis(number % 18_000_000);
        return isLate(number) ? time.minus(Duration.ofDays(31)) : time;
    }

    static boolean isLate(long number) {
        return number % LATE == 3;
    }

    /** How many different events were sent. */
    long different() {
        return next;
    }

    long sent() {
        return sent;
    }
}
