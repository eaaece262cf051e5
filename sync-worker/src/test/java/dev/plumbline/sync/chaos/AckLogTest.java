package dev.plumbline.sync.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.chaos.AckLog.Row;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts the promises must be able to find one that was broken. */
class AckLogTest {
    private final AckLog log = new AckLog();
    private final Event event = new SimulatedStripe(InstantSource.system(), 7)
            .customers()
            .create(NewCustomer.named("Somebody").withId("cus_1"))
            .events()
            .getFirst();
    private final Row kept = new Row(event.id(), sha256(), 2);

    AckLogTest() {
        for (int twice = 0; twice < 2; twice++) {
            log.posted(event, event.body());
            log.answered(event.id(), 200, "");
        }
    }

    @Test
    void findsNothingWhereAckedIsKept() {
        assertThat(log.differencesTo(List.of(kept))).isEmpty();
    }

    @Test
    void findsWhatWasAckedAndIsNotThere() {
        log.answered("evt_invented", 200, "");
        assertThat(log.differencesTo(List.of(kept))).containsExactly("evt_invented was acked 1 times and is not kept");
    }

    @Test
    void findsARowThatWasLostAndCameBackWithALaterCopy() {
        assertThat(log.differencesTo(List.of(new Row(kept.event(), kept.sha256(), 1))))
                .containsExactly(event.id() + " was posted 2 times, acked 2 times, and counted 1 times");
    }

    @Test
    void findsWhatNobodySentAndWhatIsThereTwiceAndWhatWasChanged() {
        assertThat(log.differencesTo(
                        List.of(new Row(kept.event(), "other bytes", 2), kept, new Row("evt_other", kept.sha256(), 1))))
                .containsExactly(event.id() + " has two rows", "evt_other is kept and was never sent");
        assertThat(log.differencesTo(List.of(new Row(kept.event(), "other bytes", 2))))
                .containsExactly(event.id() + " is not kept as it was sent");
    }

    @Test
    void remembersAnAnswerThatNobodyMayHear() {
        log.answered(event.id(), 503, "");
        log.answered(event.id(), 0, "");
        log.answered(event.id(), 500, "oh");
        assertThat(log.wrongAnswers()).containsExactly(event.id() + " heard 500 oh");
    }

    private String sha256() {
        return AckLog.hash(event.body());
    }
}
