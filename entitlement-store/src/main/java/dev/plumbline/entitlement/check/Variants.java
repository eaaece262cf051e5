package dev.plumbline.entitlement.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plumbline.entitlement.record.Models;
import java.time.Duration;
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
    private final Models models;
    private final Cache<Of, Answer> known = Caffeine.newBuilder()
            .maximumWeight(HEAVIEST)
            .weigher((Of of, Answer answer) -> answer.weight())
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    Variants(Answering answering, Models models) {
        this.answering = answering;
        this.models = models;
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
        Answer variant = answering.resolvedAnew(answer, models.at(revision), country, user);
        if (answer.version() != 0) {
            known.put(of, variant);
        }
        return variant;
    }
}
