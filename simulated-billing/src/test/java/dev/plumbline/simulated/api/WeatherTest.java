package dev.plumbline.simulated.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.simulated.Shop;
import dev.plumbline.simulated.stripe.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WeatherTest {
    private final Shop shop = new Shop(21);

    @Test
    @DisplayName("F-63 429 with and without Retry-After")
    void limitsRates() {
        shop.api.next(new Trouble.RateLimited(Duration.ofSeconds(5)), new Trouble.RateLimited(null));

        Answer first = shop.get("/v1/customers");
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.headers()).containsEntry("Retry-After", "5").containsKey("Stripe-Rate-Limited-Reason");
        assertThat(first.json().at("/error/code").asString()).isEqualTo("rate_limit");
        assertThat(shop.get("/v1/customers").headers()).doesNotContainKey("Retry-After");
        assertThat(shop.get("/v1/customers").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("F-64 every way to break a page, each once and only where announced")
    void breaksPages() {
        shop.api.nextTo(
                "/v1/subscriptions",
                new Trouble.ServerError(503),
                new Trouble.Reset(),
                new Trouble.CutOff(),
                new Trouble.Html(),
                new Trouble.Hang(),
                new Trouble.EmptyWorld(),
                new Trouble.Slow(Duration.ofSeconds(30)));
        shop.subscribe("team_monthly");

        assertThat(shop.get("/v1/customers").status()).isEqualTo(200);
        assertThat(shop.get("/v1/subscriptions").status()).isEqualTo(503);
        assertThat(shop.get("/v1/subscriptions").broken()).isEqualTo(Answer.Broken.RESET);
        assertThat(shop.get("/v1/subscriptions").broken()).isEqualTo(Answer.Broken.CUT_OFF);
        Answer html = shop.get("/v1/subscriptions");
        assertThat(html.status()).isEqualTo(200);
        assertThatThrownBy(html::json).isInstanceOf(RuntimeException.class);
        assertThat(shop.get("/v1/subscriptions").broken()).isEqualTo(Answer.Broken.HANGING);
        Answer empty = shop.get("/v1/subscriptions");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.json().path("data")).isEmpty();
        assertThat(shop.get("/v1/subscriptions").delay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(shop.get("/v1/subscriptions").json().path("data")).hasSize(1);
    }

    @Test
    @DisplayName("F-10 a stale read shows what was true before")
    void answersFromAReplicaThatLags() {
        Subscription team = shop.subscribe("team_monthly");
        shop.clock.pass(Duration.ofSeconds(2));
        shop.stripe.payments().fail(team.id());
        shop.api.next(new Trouble.StaleByChanges(1), new Trouble.StaleBy(Duration.ofSeconds(1)));

        assertThat(status(team)).isEqualTo("active");
        assertThat(status(team)).isEqualTo("active");
        assertThat(status(team)).isEqualTo("past_due");
    }

    @Test
    void keepsToABudgetPerSecond() {
        shop.api.weather(Weather.calm().allowing(3));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(shop.get("/v1/customers").status());
        }
        shop.clock.pass(Duration.ofSeconds(1));
        statuses.add(shop.get("/v1/customers").status());
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 200);
    }

    @Test
    @DisplayName("weather is as frequent as forecast, and the same for the same seed")
    void strikesAsForecast() {
        Weather rough = Weather.calm()
                .answeringAfter(Duration.ofMillis(20))
                .with(0.2, new Trouble.ServerError(500))
                .with(0.1, new Trouble.Reset());
        List<Integer> one = statuses(rough, 8);

        assertThat(one).isEqualTo(statuses(rough, 8)).isNotEqualTo(statuses(rough, 9));
        assertThat(one.stream().filter(status -> status == 500).count()).isBetween(150L, 250L);
        assertThat(one.stream().filter(status -> status == 0).count()).isBetween(60L, 140L);
        assertThatThrownBy(() -> rough.with(0.8, new Trouble.Hang())).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Integer> statuses(Weather weather, long seed) {
        Shop shop = new Shop(seed);
        shop.api.weather(weather);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Answer answer = shop.get("/v1/prices/price_add_on");
            assertThat(answer.delay()).isEqualTo(Duration.ofMillis(20));
            statuses.add(answer.status());
        }
        return statuses;
    }

    private String status(Subscription subscription) {
        return shop.get("/v1/subscriptions/" + subscription.id())
                .json()
                .path("status")
                .asString();
    }
}
