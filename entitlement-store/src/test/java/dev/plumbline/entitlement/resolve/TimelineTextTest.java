package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.entitlement.resolve.Segment.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is stored of an answer is the answer. */
class TimelineTextTest {
    @Test
    @DisplayName("A timeline is read back as it was written, whatever the model and the facts")
    void isReadAsItWasWritten() {
        Seeds.cases("timelines written and read", 500, seed -> {
            var random = new SplittableRandom(seed);
            var timeline = Resolver.resolve(RandomModel.of(random, false), new RandomFacts(random).facts());
            var text = StoredJson.write(timeline);
            assertThat(StoredJson.timeline(text)).isEqualTo(timeline);
            assertThat(JsonMapper.shared().readTree(text).toString()).hasSameSizeAs(text);
        });
    }

    @Test
    @DisplayName("Names that people chose may have quotes, line breaks and any letters")
    void escapesWhatPeopleWrite() {
        String odd = "team@1/\"big\\ deal\"\n\t\u0001 Grüße \uD83D\uDE00";
        var segment = new Segment(
                Instant.MIN,
                Instant.MAX,
                new Outcome.Granted(
                        new Allowance.Quantity(new Allowance.Limit.UpTo(new BigDecimal("5000000000"))),
                        new Source(Source.Kind.VARIATION, odd),
                        Reason.VARIATION),
                null);
        var timeline = timeline(segment);
        assertThat(StoredJson.timeline(StoredJson.write(timeline))).isEqualTo(timeline);
    }

    private static Timeline timeline(Segment segment) {
        var features = new TreeMap<FeatureKey, List<Segment>>();
        features.put(new FeatureKey("seats"), List.of(segment));
        return new Timeline(features);
    }
}
