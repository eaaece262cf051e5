package dev.plumbline.entitlement.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Answers resolved from the same facts for another country, for one user or under a newer model. They hang on the version
 * of the facts, so they never turn wrong, only useless.
 */
@Component
class Variants {
    private static final int HEAVIEST = 200_000;

    private final Answering answering;
    private final Cache<Of, Answer> known = Caffeine.newBuilder()
            .maximumWeight(HEAVIEST)
            .weigher((Of of, Answer answer) -> answer.weight())
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    Variants(Answering answering) {
        this.answering = answering;
    }

    private record Of(
            String customer,
            long version,
            long revision,
            @Nullable String country,
            @Nullable String user) {}

    Answer of(Answer answer, long revision, @Nullable String country, @Nullable String user) {
        if (revision == 0) {
            return answer; // no model: nothing to resolve
        }
        var of = new Of(answer.customer().value(), answer.version(), revision, country, user);
        Answer before = answer.version() == 0 ? null : known.getIfPresent(of);
        if (before != null) {
            return before;
        }
        Answer variant = answering.resolved(
                head(answer, revision), answering.grounds(answer, revision).in(country), user);
        if (answer.version() != 0) {
            known.put(of, variant);
        }
        return variant;
    }

    /** Of an instant before the answer was made: asked seldom, so it is worked out each time. */
    Answer before(Answer answer, long revision, Instant instant, @Nullable String country, @Nullable String user) {
        return answering.resolved(
                head(answer, revision),
                answering.groundsBefore(answer, revision, instant).in(country),
                user);
    }

    private static Answer.Head head(Answer answer, long revision) {
        return new Answer.Head(answer.customer(), answer.version(), answer.recorded(), answer.asOf(), revision);
    }
}
