package dev.plumbline.simulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.simulated.Shop;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveriesTest {
    private static final List<Event> EVENTS = events(400);

    @Test
    void keepsTheOrderWithoutMischief() {
        assertThat(new Deliveries(Mischief.none(), 1).plan(EVENTS))
                .extracting(Delivery::event)
                .isEqualTo(EVENTS);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 99})
    @DisplayName("what was offered, less what was lost, plus what was doubled, is what arrives")
    void countsAddUp(long seed) {
        Deliveries hostile = new Deliveries(Mischief.hostile().losing(0.2), seed);
        List<Delivery> arriving = hostile.plan(EVENTS);
        Deliveries.Counts counts = hostile.counts();

        assertThat(counts.offered()).isEqualTo(EVENTS.size());
        assertThat(arriving).hasSize((int) counts.planned());
        assertThat(arriving.stream().filter(Delivery::repeated).count()).isEqualTo(counts.duplicated());
        assertThat(new HashSet<>(arriving.stream().map(d -> d.event().id()).toList()))
                .hasSize((int) (counts.offered() - counts.lost()));
        assertThat(counts.lost()).isBetween(40L, 130L);
        assertThat(arriving).extracting(Delivery::after).isSorted();
        assertThat(arriving.stream().map(Delivery::event).distinct().toList()).isNotEqualTo(EVENTS);
    }

    @Test
    @DisplayName("the same seed does the same mischief")
    void isReproducible() {
        assertThat(plan(5)).isEqualTo(plan(5)).isNotEqualTo(plan(6));
    }

    @Test
    void delaysNoLongerThanAllowed() {
        Mischief late = Mischief.none().delaying(1, Duration.ofSeconds(2));
        Duration longest = new Deliveries(late, 1)
                .plan(EVENTS.subList(0, 50)).stream()
                        .map(Delivery::after)
                        .max(Duration::compareTo)
                        .orElseThrow();
        assertThat(longest).isBetween(Duration.ofSeconds(1), Duration.ofMillis(2_050));
    }

    private static List<Delivery> plan(long seed) {
        return new Deliveries(Mischief.hostile(), seed).plan(EVENTS);
    }

    private static List<Event> events(int count) {
        Shop shop = new Shop(4);
        Subscription team = shop.subscribe("team_monthly");
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.addAll(shop.stripe
                    .subscriptions()
                    .changeQuantity(team.id(), team.items().getFirst().id(), 10L + i)
                    .events());
        }
        return events;
    }
}
