package dev.plumbline.entitlement.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a term ends, by what the billing system says of its periods. */
class RenewalTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    private static Item item(String from, String until) {
        return new Item(
                "si",
                NOW,
                "price",
                null,
                null,
                1L,
                Instant.parse(from + "T00:00:00Z"),
                Instant.parse(until + "T00:00:00Z"));
    }

    private static String renewal(String notBefore, Item... items) {
        return Renewal.notBefore(Instant.parse(notBefore + "T00:00:00Z"), List.of(items), NOW)
                .map(at -> at.toString().substring(0, 10))
                .orElse("-");
    }

    @Test
    void isTheEndOfTheRunningTerm() {
        assertThat(renewal("2026-06-15", item("2026-06-01", "2026-07-01"))).isEqualTo("2026-07-01");
        assertThat(renewal("2026-06-15", item("2026-06-01", "2026-07-01"), item("2026-01-01", "2027-01-01")))
                .as("of what is paid for longest")
                .isEqualTo("2027-01-01");
    }

    @Test
    void isTheFirstThatIsLateEnough() {
        assertThat(renewal("2026-10-02", item("2026-06-01", "2026-07-01"))).isEqualTo("2026-11-01");
        assertThat(renewal("2026-10-02", item("2026-05-20", "2027-05-20"))).isEqualTo("2027-05-20");
        assertThat(renewal("2028-01-01", item("2026-05-20", "2027-05-20"))).isEqualTo("2028-05-20");
        assertThat(renewal("2026-08-01", item("2026-06-08", "2026-06-22")))
                .as("a fortnight is counted in days")
                .isEqualTo("2026-08-03");
    }

    @Test
    void comesBackOnItsDayAfterAShortMonth() {
        assertThat(renewal("2026-08-30", item("2026-05-31", "2026-06-30"))).isEqualTo("2026-08-31");
    }

    @Test
    void isNotKnownOfATermThatIsOver() {
        assertThat(renewal("2026-06-15", item("2026-04-01", "2026-05-01"))).isEqualTo("-");
        assertThat(Renewal.notBefore(NOW, List.of(), NOW)).isEmpty();
    }
}
