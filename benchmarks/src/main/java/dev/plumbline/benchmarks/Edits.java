package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** One person who edits a customer four times a second and looks when the answer is there. */
final class Edits {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Crowded crowded;
    private final List<Double> saved = new ArrayList<>();
    private final List<Double> resolved = new ArrayList<>();
    private final Thread thread;
    private volatile boolean going = true;

    private Edits(Crowded crowded) {
        this.crowded = crowded;
        this.thread = Thread.ofPlatform().name("edits").start(this::edit);
    }

    static Edits begin(Crowded crowded) {
        return new Edits(crowded);
    }

    /** @param atLeast so many edits are waited for */
    String end(int atLeast) {
        while (count() < atLeast) {
            Pause.of(PAUSE);
        }
        going = false;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return "%d, saved after %s, answer there after %s".formatted(count(), inWords(saved), inWords(resolved));
    }

    private synchronized int count() {
        return resolved.size();
    }

    private void edit() {
        var random = new SplittableRandom(20_261_122);
        for (int n = 0; going; n++) {
            String key = Crowd.key(random.nextInt(crowded.crowd().size()));
            String body = "{\"country\": \"%s\"}".formatted(n % 2 == 0 ? "AT" : "BE");
            long began = System.nanoTime();
            var answer = crowded.server()
                    .send("PUT", "/v1/customers/" + key, "application/json", body, Crowded.AUTHORIZATION);
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.body());
            }
            double put = (System.nanoTime() - began) / 1e6;
            while (crowded.number("select count(*) from customer where dirty_seq is not null and key = '" + key + "'")
                    > 0) {
                Pause.of(Duration.ofMillis(2));
            }
            note(put, (System.nanoTime() - began) / 1e6);
            Pause.of(PAUSE);
        }
    }

    private synchronized void note(double put, double there) {
        saved.add(put);
        resolved.add(there);
    }

    private static String inWords(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "p50 %.0f ms, p99 %.0f ms", sorted.get(sorted.size() / 2), sorted.get((int)
                        (sorted.size() * 0.99)));
    }
}
