package dev.plumbline.sync.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Passwords that were tried and did not fit, on this node. Nobody is locked out: who tries too often from one place waits a
 * quarter of an hour there, and a browser that its owner has logged in with before counts its own tries only, so that others'
 * guesses never stand in their way. Logins that do not exist count as those that do.
 */
@Component
class Guesses {
    static final Duration WINDOW = Duration.ofMinutes(15);
    /** Before the login, where codes and not passwords are counted. */
    static final String CODES = "code of ";

    private static final int MOST_REMEMBERED = 100_000;

    private static final int BY_DEVICE = 10;
    private static final int BY_LOGIN_AND_PLACE = 5;
    private static final int BY_LOGIN = 50;
    /** A code is short: who knows the password gets fewer tries, from wherever. */
    private static final int BY_LOGIN_OF_CODES = 10;

    private static final int BY_PLACE = 100;

    private final InstantSource time;
    private final Cache<String, Tries> tries =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    /** Held while tries are counted, and never while a password is looked at. */
    private final ReentrantLock counting = new ReentrantLock();

    Guesses(InstantSource realTime) {
        this.time = realTime;
    }

    private record Tries(int failed, Instant first) {
        boolean isPast(Instant now) {
            return !now.isBefore(first.plus(WINDOW));
        }
    }

    /** @param pause before the next; above zero when this one was not looked at */
    record Tried(Duration pause, boolean fits) {}

    /**
     * Counted before it is looked at, and taken back when it fits: of a hundred that come at once no more are looked at than of a
     * hundred that come one after the other.
     *
     * @param known by a browser that its owner has logged in with before
     */
    Tried tried(String login, Attempt from, boolean known, BooleanSupplier fits) {
        List<Map.Entry<String, Integer>> limits = limits(login, from, known);
        Duration wait = begin(limits);
        if (wait.isPositive()) {
            return new Tried(wait, false);
        }
        boolean fit;
        try {
            fit = fits.getAsBoolean();
        } catch (RuntimeException notLookedAt) {
            limits.forEach(limit -> takeBack(limit.getKey()));
            throw notLookedAt;
        }
        if (fit) {
            succeeded(limits);
        }
        return new Tried(wait, fit);
    }

    private Duration begin(List<Map.Entry<String, Integer>> limits) {
        Instant now = time.instant();
        counting.lock();
        try {
            Duration wait = wait(limits, now);
            if (wait.isZero()) {
                limits.forEach(limit -> count(limit.getKey(), now));
            }
            return wait;
        } finally {
            counting.unlock();
        }
    }

    /** How long to wait before the next; zero for not at all. */
    private Duration wait(List<Map.Entry<String, Integer>> limits, Instant now) {
        Duration longest = Duration.ZERO;
        for (Map.Entry<String, Integer> limit : limits) {
            Tries so = tries.getIfPresent(limit.getKey());
            if (so != null && !so.isPast(now) && so.failed() >= limit.getValue()) {
                Duration wait = Duration.between(now, so.first().plus(WINDOW));
                longest = wait.compareTo(longest) > 0 ? wait : longest;
            }
        }
        return longest;
    }

    private void count(String key, Instant now) {
        tries.asMap()
                .merge(
                        key,
                        new Tries(1, now),
                        (so, _) -> so.isPast(now) ? new Tries(1, now) : new Tries(so.failed() + 1, so.first()));
    }

    private void takeBack(String key) {
        tries.asMap().computeIfPresent(key, (_, so) -> new Tries(so.failed() - 1, so.first()));
    }

    /** The right password from here: what was mistyped before is forgotten, what others guess elsewhere is not. */
    private void succeeded(List<Map.Entry<String, Integer>> limits) {
        for (Map.Entry<String, Integer> limit : limits) {
            if (!limit.getKey().startsWith("login ") && limit.getValue() <= BY_DEVICE) {
                tries.invalidate(limit.getKey());
            } else {
                takeBack(limit.getKey());
            }
        }
    }

    private static List<Map.Entry<String, Integer>> limits(String login, Attempt from, boolean known) {
        return known
                ? List.of(Map.entry("device " + login + " " + from.device(), BY_DEVICE))
                : List.of(
                        Map.entry("here " + from.address() + " " + login, BY_LOGIN_AND_PLACE),
                        Map.entry("login " + login, login.startsWith(CODES) ? BY_LOGIN_OF_CODES : BY_LOGIN),
                        Map.entry("place " + from.address(), BY_PLACE));
    }
}
