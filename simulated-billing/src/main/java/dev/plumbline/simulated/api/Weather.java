package dev.plumbline.simulated.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How the API behaves in general: how long answers take, how many a second are given, and how likely which trouble is.
 *
 * @param requestsPerSecond the budget by the account's clock; 0 for none
 */
public record Weather(Duration latency, int requestsPerSecond, List<Chance> chances) {

    /** A trouble and its share of all requests, 0 to 1. */
    public record Chance(double share, Trouble trouble) {}

    public Weather {
        chances = List.copyOf(chances);
        if (chances.stream().mapToDouble(Chance::share).sum() > 1) {
            throw new IllegalArgumentException("more trouble than requests: " + chances);
        }
    }

    public static Weather calm() {
        return new Weather(Duration.ZERO, 0, List.of());
    }

    public Weather with(double share, Trouble trouble) {
        List<Chance> more = new ArrayList<>(chances);
        more.add(new Chance(share, trouble));
        return new Weather(latency, requestsPerSecond, more);
    }

    public Weather answeringAfter(Duration newLatency) {
        return new Weather(newLatency, requestsPerSecond, chances);
    }

    public Weather allowing(int newRequestsPerSecond) {
        return new Weather(latency, newRequestsPerSecond, chances);
    }

    @Nullable
    Trouble strike(RandomGenerator random) {
        double roll = random.nextDouble();
        for (Chance chance : chances) {
            roll -= chance.share();
            if (roll < 0) {
                return chance.trouble();
            }
        }
        return null;
    }
}
