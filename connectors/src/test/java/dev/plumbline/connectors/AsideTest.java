package dev.plumbline.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AsideTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final GuardSettings SETTINGS = GuardSettings.perSecond(25, Duration.ofSeconds(1));
    private static final Turn LIVE =
            new Turn(ProviderGuards.of(ACCOUNT, SETTINGS).budget(), Urgency.LIVE, 0, 0);

    @Test
    @DisplayName("What is asked aside is as urgent as the errand it is asked on, and pays with the same turn, once")
    void goesOnTheSameErrand() {
        List<Object> seen = new ArrayList<>();

        Errand.paidWith(LIVE).run(() -> {
            seen.add(Aside.threads().begin(Errand::urgency).get());
            seen.add(Aside.threads().begin(() -> LIVE.equals(Errand.takePaid())).get());
            seen.add(Errand.takePaid() == null);
        });

        assertThat(seen).containsExactly(Urgency.LIVE, true, true);
    }

    @Test
    void isBackfillWhenNobodySaidThatItIsUrgent() {
        assertThat(Aside.threads().begin(Errand::urgency).get()).isEqualTo(Urgency.BACKFILL);
    }

    @Test
    void throwsWhatTheAskingThrew() {
        var down = new BillingUnavailable(BillingUnavailable.Cause.UNREACHABLE, "down", null, null);
        Aside.Answer<String> answer = Aside.threads().begin(() -> {
            throw down;
        });

        assertThatThrownBy(answer::get).isSameAs(down);
    }

    @Test
    @DisplayName("F-27: who is stopped while waiting stops waiting, and concludes nothing")
    void stopsWaitingWhenStopped() {
        var never = new CountDownLatch(1);
        Aside.Answer<String> answer = Aside.threads().begin(() -> {
            try {
                never.await();
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
            }
            return "late";
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(answer::get).isInstanceOf(BillingUnavailable.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("Later: asked when it is wanted, never when it is not")
    void asksLater() {
        List<String> asked = new ArrayList<>();
        Aside.Answer<Boolean> answer = Aside.later().begin(() -> asked.add("now"));
        assertThat(asked).isEmpty();

        answer.get();

        assertThat(asked).containsExactly("now");
    }
}
