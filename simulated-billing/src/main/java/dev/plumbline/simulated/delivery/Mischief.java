package dev.plumbline.simulated.delivery;

import java.time.Duration;

/**
 * What may happen to an event on its way, as shares of all events from 0 to 1.
 *
 * @param lose it never arrives; only the list of events or a fetch can tell
 * @param duplicate it arrives twice, the second time late
 * @param reorder it is overtaken by some of those behind it
 * @param delay it arrives up to {@code longestDelay} late
 */
public record Mischief(double lose, double duplicate, double reorder, double delay, Duration longestDelay) {
    public static Mischief none() {
        return new Mischief(0, 0, 0, 0, Duration.ZERO);
    }

    /** Nothing is lost, the rest happens often: what a good listener must not notice. */
    public static Mischief lively() {
        return new Mischief(0, 0.1, 0.2, 0.1, Duration.ofSeconds(3));
    }

    /** Half of everything is doubled, disordered and late, and one in twenty is lost. */
    public static Mischief hostile() {
        return new Mischief(0.05, 0.5, 0.5, 0.5, Duration.ofMinutes(2));
    }

    public Mischief losing(double share) {
        return new Mischief(share, duplicate, reorder, delay, longestDelay);
    }

    public Mischief duplicating(double share) {
        return new Mischief(lose, share, reorder, delay, longestDelay);
    }

    public Mischief reordering(double share) {
        return new Mischief(lose, duplicate, share, delay, longestDelay);
    }

    public Mischief delaying(double share, Duration longest) {
        return new Mischief(lose, duplicate, reorder, share, longest);
    }
}
