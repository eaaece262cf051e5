package dev.plumbline.simulated.delivery;

/**
 * What became of what was sent. When nothing is pending, {@code offered - lost + duplicated} is
 * {@code acked + gaveUp + overflowed}.
 *
 * @param offered events given to the sender
 * @param lost events left out on purpose
 * @param duplicated events delivered a second time on purpose
 * @param posted requests made, retries included
 * @param acked deliveries answered with 2xx
 * @param refused requests answered with anything else
 * @param unreachable requests without an answer
 * @param gaveUp deliveries that used up their retries, or were cut off by closing
 * @param overflowed deliveries dropped because too many were waiting
 * @param pending deliveries waiting or on their way
 */
public record Sent(
        long offered,
        long lost,
        long duplicated,
        long posted,
        long acked,
        long refused,
        long unreachable,
        long gaveUp,
        long overflowed,
        long pending) {}
