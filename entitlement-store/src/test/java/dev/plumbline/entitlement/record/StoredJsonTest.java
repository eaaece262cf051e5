package dev.plumbline.entitlement.record;

import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Discount;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Phase;
import dev.plumbline.entitlement.customer.BillingSnapshot.Reversal;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.SubjectRef;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoredJsonTest {
    private static final SubjectRef ACME = new SubjectRef("stripe", "default", "cus_1");

    /** As it stands in databases that are older than schedules, discounts and reversals. */
    private static final String OLD_SNAPSHOT = """
            {"subject":{"provider":"stripe","account":"default","id":"cus_1"},"gone":false,"name":"Acme","country":"DK",
             "subscriptions":[{"id":"sub_1","status":"ACTIVE","providerStatus":"active","createdAt":"2026-02-01T00:00:00Z",
              "startedAt":"2026-02-01T00:00:00Z","currency":"EUR","collectionPaused":false,
              "items":[{"id":"si_1","createdAt":"2026-02-01T00:00:00Z","price":"price_1","quantity":3}]}]}
            """;

    @Test
    @DisplayName("F-26 a snapshot that an older version stored is read, with nothing of what that version did not know")
    void readsWhatAnOlderVersionStored() {
        var item = new Item("si_1", at("2026-02-01"), "price_1", null, null, 3L, null, null);
        var old = new BillingSnapshot(
                ACME,
                false,
                "Acme",
                "DK",
                List.of(new Subscription(
                        "sub_1",
                        BillingStatus.ACTIVE,
                        "active",
                        at("2026-02-01"),
                        at("2026-02-01"),
                        null,
                        null,
                        null,
                        "EUR",
                        false,
                        null,
                        List.of(item))));
        assertThat(StoredJson.snapshot(OLD_SNAPSHOT)).isEqualTo(old);
        assertThat(StoredJson.snapshot(OLD_SNAPSHOT).rights())
                .as("nobody asked")
                .isNull();
        assertThat(StoredJson.write(old)).doesNotContain("ahead", "discounts", "reversals", "rights", "yetToBe");
    }

    @Test
    @DisplayName("F-26 facts and pins that an older version stored are read")
    void readsOldFactsAndPins() {
        var facts = StoredJson.facts("""
                {"customer":{"value":"acme"},"attributes":{},"subscriptions":[{"subject":{"provider":"stripe","account":"default",
                 "id":"cus_1"},"id":"sub_1","status":"ACTIVE","createdAt":"2026-02-01T00:00:00Z",
                 "startedAt":"2026-02-01T00:00:00Z","collectionPaused":false,"items":[]}],"phases":[],"enrolments":[],"overrides":[]}
                """);
        assertThat(facts.subscriptions().getFirst().ahead()).isEmpty();
        assertThat(StoredJson.write(facts)).doesNotContain("ahead");
        var pins = StoredJson.pins("""
                {"items":[],"standings":[{"subscription":"sub_1","standing":{"status":"ACTIVE","since":"2026-02-01T00:00:00Z"}}]}
                """);
        assertThat(pins.standings().getFirst().standing().backdated()).isNull();
    }

    @Test
    void readsBackAllThatItWrites() {
        var discount =
                new Discount("di_1", "co_1", new BigDecimal("25.5"), 100L, "EUR", at("2026-01-01"), at("2026-02-01"));
        var item = new Item("si_1", at("2026-02-01"), "price_1", "key", "prod", 3L, null, null, List.of(discount));
        var whole = new BillingSnapshot(
                ACME,
                false,
                null,
                null,
                List.of(new Subscription(
                        "sub_sched_1",
                        BillingStatus.PENDING,
                        "not_started",
                        at("2026-02-01"),
                        at("2026-03-01"),
                        null,
                        null,
                        null,
                        null,
                        true,
                        null,
                        List.of(item),
                        at("2026-05-01"),
                        "sub_sched_1",
                        List.of(discount),
                        List.of(new Phase(at("2026-03-01"), at("2026-04-01"), at("2026-03-01"), List.of(item))))),
                List.of(discount),
                List.of(new Reversal(
                        "re_1", Reversal.Kind.REFUND, Reversal.Stage.LOST, "ch_1", 300, "EUR", at("2026-02-01"))),
                List.of());
        assertThat(StoredJson.snapshot(StoredJson.write(whole))).isEqualTo(whole);
        assertThat(whole.subscriptions().getFirst().isYetToBe()).isTrue();
    }
}
