package dev.plumbline.sync.simulation;

import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.sync.simulation.Hazards.Odds;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What a history is hostile with. Not everything at once: a loss that a sweep repairs would repair what a broken rule did, too.
 *
 * @param lossy events get lost, changes are never told, things vanish: the history ends with a sweep
 * @param lagging answers come from a replica that lags, also the last of them. A look that shows less than its event, nothing new, or
 *     what its event showed as over still running, is settled: no sweep ends these
 * @param rough answers are refused, broken or slow
 * @param faulty the database fails
 * @param deadly processes are killed
 * @param skewed the clocks of the nodes are wrong
 */
record Climate(
        boolean lossy, boolean lagging, boolean rough, boolean faulty, boolean deadly, boolean skewed, boolean edited) {
    static Climate of(SplittableRandom random) {
        boolean lossy = random.nextInt(4) == 0;
        return new Climate(
                lossy,
                lossy && random.nextBoolean(),
                random.nextInt(2) == 0,
                random.nextInt(2) == 0,
                random.nextInt(2) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) > 0);
    }

    boolean needsSweep() {
        return lossy;
    }

    Odds odds() {
        return new Odds(faulty ? 120 : 0, deadly ? 300 : 0, 25);
    }

    Weather weather(SplittableRandom random) {
        Weather weather = Weather.calm();
        if (rough && random.nextInt(3) > 0) {
            weather = weather.with(0.03, new Trouble.RateLimited(null))
                    .with(0.03, new Trouble.RateLimited(Duration.ofSeconds(2)))
                    .with(0.04, new Trouble.ServerError(500))
                    .with(0.02, new Trouble.Html())
                    .with(0.02, new Trouble.CutOff())
                    .with(0.02, new Trouble.Reset())
                    .with(0.02, new Trouble.Hang());
        }
        if (lagging && random.nextBoolean()) {
            weather = weather.with(0.15, new Trouble.StaleByChanges(1 + random.nextInt(3)))
                    .with(0.1, new Trouble.StaleBy(Duration.ofSeconds(1 + random.nextInt(30))))
                    .with(0.02, new Trouble.EmptyWorld());
        }
        return weather;
    }

    /** After the last happening: an answer may still be old, but nothing else befalls it. */
    Weather lastWeather(SplittableRandom random) {
        return lagging && !lossy
                ? Weather.calm().with(0.3, new Trouble.StaleBy(Duration.ofSeconds(1 + random.nextInt(30))))
                : Weather.calm();
    }

    Duration skew(SplittableRandom random) {
        if (!skewed) {
            return Duration.ZERO;
        }
        // Within the tolerance of signatures, and beyond it.
        return Duration.ofSeconds(random.nextBoolean() ? random.nextInt(-240, 240) : random.nextInt(-600, 600));
    }
}
