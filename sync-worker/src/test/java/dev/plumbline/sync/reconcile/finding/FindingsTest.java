package dev.plumbline.sync.reconcile.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.reconcile.finding.Difference.Outcome;
import dev.plumbline.sync.reconcile.finding.Difference.Why;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** M23: what we held and answered, what is so, and what that is called. Each once, with whom it hurts and how much. */
class FindingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                      | DE active business_monthly*9                 | PAID_BUT_BLOCKED customer_harm 22500 EUR
            DE canceled business_monthly*9               | DE active business_monthly*9                 | PAID_BUT_BLOCKED customer_harm 22500 EUR
            DE active team_monthly_2026*5                | DE canceled team_monthly_2026*5              | UNPAID_BUT_ACTIVE leakage 6000 EUR
            DE active starter_yearly                     | DE expired starter_yearly                    | UNPAID_BUT_ACTIVE leakage 750 EUR
            DE active team_monthly_2026*5                | DE active business_monthly*5                 | PLAN_MISMATCH customer_harm 6500 EUR
            DE active business_monthly*5                 | DE active team_monthly_2026*5                | PLAN_MISMATCH leakage 6500 EUR
            DE active team_monthly_2026*5                | DE active team_monthly_2026*8                | QUANTITY_MISMATCH customer_harm 3600 EUR
            DE active team_monthly_2026*8                | DE active team_monthly_2026*5                | QUANTITY_MISMATCH leakage 3600 EUR
            DE active starter_monthly,addon_invoices_100 | DE active starter_monthly,addon_invoices_100*3 | QUANTITY_MISMATCH customer_harm 3000 EUR
            DE active starter_monthly                    | DE active starter_monthly,addon_invoices_100*2 | QUANTITY_MISMATCH customer_harm 3000 EUR
            DE active starter_monthly,addon_invoices_100 | DE active starter_monthly                    | QUANTITY_MISMATCH leakage 1500 EUR
            DE active team_monthly_2026*5                | DE active team_yearly_2026*5                 | TERM_OR_CURRENCY_MISMATCH neutral 1000 EUR
            DE active starter_monthly                    | DE active starter_monthly usd                | TERM_OR_CURRENCY_MISMATCH neutral unknown
            DE active starter_monthly                    | DE unpaid starter_monthly                    | UNPAID_BUT_ACTIVE leakage 900 EUR
            DE unpaid business_monthly*4                 | DE active business_monthly*4                 | PAID_BUT_BLOCKED customer_harm 10000 EUR
            DE paused business_monthly*4                 | DE active business_monthly*4                 | PAID_BUT_BLOCKED customer_harm 10000 EUR
            DE active starter_monthly                    | DE active starter_monthly anchor             | LIMIT_MISMATCH neutral unknown
            DE active starter_monthly                    | DE active starter_monthly renewed            | EVENT_MISSED neutral none
            DE active starter_monthly                    | DE past_due starter_monthly                  | EVENT_MISSED neutral none
            nothing                                      | DE active legacy_special                     | EVENT_MISSED neutral none
            nothing                                      | DE incomplete starter_monthly                | EVENT_MISSED neutral none
            nothing                                      | DE active starter_monthly,invoices_metered*metered | PAID_BUT_BLOCKED customer_harm unknown
            DE active starter_monthly                    | DE active legacy_special                     | EVENT_MISSED neutral none
            SE active team_monthly_2026*5                | DE active team_monthly_2026*5                | UNPAID_BUT_ACTIVE leakage unknown
            DE active team_monthly_2026*5                | SE active team_monthly_2026*5                | PAID_BUT_BLOCKED customer_harm unknown
            DE active team_monthly_2026*5                | gone                                         | STALE_LINK leakage 6000 EUR
            """)
    @DisplayName("F-67 F-69 each difference is found for what it is, once, with the right amount")
    void finds(String before, String after, String expected) {
        assertThat(found(before, after, Outcome.REPAIRED, List.of())).isEqualTo(expected);
        assertThat(found(before, after, Outcome.WOULD_REPAIR, List.of())).isEqualTo(expected);
    }

    @Test
    @DisplayName("F-73: what harmed nobody and was told of is no break: it was on its way")
    void leavesAloneWhatIsOnItsWay() {
        assertThat(found("DE active starter_monthly", "DE past_due starter_monthly", Outcome.REPAIRED, List.of(7L)))
                .isEmpty();
    }

    @Test
    void tellsWhetherADeliveryToldOfIt() {
        var told = Harbor.findings()
                .of(difference(
                        "DE active starter_monthly", "DE canceled starter_monthly", Outcome.REPAIRED, List.of(7L)))
                .getFirst();
        assertThat(told.cause()).isEqualTo(Found.Cause.TOLD);
        assertThat(told.evidence().inbox()).containsExactly(7L);
        assertThat(told.evidence().feature())
                .as("one whose explanation shows it")
                .isNotNull();
        assertThat(told.evidence().objectSha256()).hasSize(64);
        var missed = Harbor.findings()
                .of(difference("DE active starter_monthly", "DE canceled starter_monthly", Outcome.REPAIRED, List.of()))
                .getFirst();
        assertThat(missed.cause()).isEqualTo(Found.Cause.MISSED);
    }

    @Test
    @DisplayName("A break is known again by its fingerprint: of type, subject and item, not of what it says")
    void isKnownAgain() {
        var one = Harbor.findings()
                .of(difference(
                        "DE active team_monthly_2026*5",
                        "DE active team_monthly_2026*8",
                        Outcome.WOULD_REPAIR,
                        List.of()))
                .getFirst();
        var later = Harbor.findings()
                .of(difference(
                        "DE active team_monthly_2026*5", "DE active team_monthly_2026*9", Outcome.HELD, List.of(1L)))
                .getFirst();
        assertThat(one.fingerprint())
                .isEqualTo("QUANTITY_MISMATCH:stripe/default/cus_1/sub_1/si_plan")
                .isEqualTo(later.fingerprint());
        assertThat(one.repaired()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCHANGED", "IN_FLIGHT", "DOUBTED", "FAILED"})
    @DisplayName("F-73 F-74: of what nobody knows for sure nothing is said")
    void saysNothingOfWhatIsNotKnown(Outcome outcome) {
        assertThat(found("DE active team_monthly_2026*5", "gone", outcome, List.of()))
                .isEmpty();
    }

    @Test
    void namesWhatIsPaidAndLinkedToNobody() {
        assertThat(found("nothing", "DE active team_monthly_2026*5", Outcome.UNLINKED, List.of()))
                .isEqualTo("UNLINKED_SUBSCRIPTION neutral 6000 EUR");
        assertThat(found("nothing", "DE canceled team_monthly_2026*5", Outcome.UNLINKED, List.of()))
                .as("nobody pays there any more")
                .isEmpty();
    }

    private static String found(String before, String after, Outcome outcome, List<Long> told) {
        return Harbor.findings().of(difference(before, after, outcome, told)).stream()
                .map(one -> one.type() + " " + one.side().key() + " " + money(one.money()))
                .collect(Collectors.joining("; "));
    }

    private static String money(AtRisk money) {
        return switch (money) {
            case AtRisk.Known(long amount, String currency) -> amount + " " + currency;
            case AtRisk.Unknown() -> "unknown";
            case AtRisk.NotMoney() -> "none";
        };
    }

    private static Difference difference(String before, String after, Outcome outcome, List<Long> told) {
        return new Difference(
                Harbor.SUBJECT,
                before.equals("nothing") ? Why.ONLY_THERE : after.equals("gone") ? Why.ONLY_HERE : Why.DIFFERS,
                outcome,
                "cus_1",
                Harbor.said(before),
                Harbor.said(after, before),
                1L,
                2L,
                Harbor.NOW,
                told,
                null);
    }
}
