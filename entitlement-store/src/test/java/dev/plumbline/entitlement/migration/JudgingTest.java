package dev.plumbline.entitlement.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Phase;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.FactsAssembly;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.migration.Verdict.Moves;
import dev.plumbline.entitlement.migration.Verdict.Stays;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.record.CustomerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who stays and why, and who moves when. */
class JudgingTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    private static final SubjectRef ONE = new SubjectRef("stripe", "default", "cus_1");
    private static final Model MODEL = Catalogs.model("""
            format: 1
            catalog: { key: test, currency: EUR }
            features: { sso: { type: switch } }
            plans:
              team:
                versions:
                  - { version: 1, sellable: { from: 2025-01-01 }, billing: { stripe: [ { price: m } ] } }
                  - { version: 2, sellable: { from: 2026-06-01 }, billing: { stripe: [ { price: n } ] } }
              solo:
                versions:
                  - { version: 1, billing: { stripe: [ { price: s } ] } }
            """);

    private static Terms at(Timing timing) {
        return new Terms(new PlanRef("team", 1), new PlanRef("team", 2), Cohort.EVERYBODY, timing, Waves.ONE);
    }

    private static final Terms RENEWAL = at(new Timing(Timing.Kind.RENEWAL, null));

    private static CustomerState customer(
            BillingStatus status, @Nullable String endsAt, String periodEnd, Phase... ahead) {
        var snapshot = new BillingSnapshot(
                ONE,
                false,
                null,
                null,
                List.of(new Subscription(
                        "sub_1",
                        status,
                        status.name(),
                        instant("2026-02-01"),
                        instant("2026-02-01"),
                        endsAt == null ? null : instant(endsAt),
                        null,
                        null,
                        "EUR",
                        false,
                        null,
                        List.of(item("m", periodEnd)),
                        null,
                        null,
                        List.of(),
                        List.of(ahead))));
        Known acme = Known.of(new CustomerKey("acme"));
        Kept kept = FactsAssembly.assemble(MODEL, acme, Kept.nothing(), List.of(snapshot), NOW)
                .keep();
        return new CustomerState(acme, List.of(snapshot), kept, 1, "", 1, 2, 0);
    }

    private static Item item(String price, String periodEnd) {
        return new Item("si", instant("2026-02-01"), price, null, null, 3L, instant("2026-06-01"), instant(periodEnd));
    }

    private static Instant instant(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }

    private static String judged(Terms terms, CustomerState state) {
        return switch (new Judging(terms, MODEL, "migration/1", NOW).of(state, false)) {
            case Moves moves -> "moves at " + moves.at().toString().substring(0, 10);
            case Stays stays -> stays.why().name();
        };
    }

    @Test
    void movesWhenTheTermEnds() {
        assertThat(judged(RENEWAL, customer(BillingStatus.ACTIVE, null, "2026-07-01")))
                .isEqualTo("moves at 2026-07-01");
        assertThat(judged(at(new Timing(Timing.Kind.NOW, null)), customer(BillingStatus.ACTIVE, null, "2026-07-01")))
                .isEqualTo("moves at 2026-06-15");
        assertThat(judged(
                        at(new Timing(Timing.Kind.DATE, instant("2026-09-01"))),
                        customer(BillingStatus.PAST_DUE, null, "2026-07-01")))
                .isEqualTo("moves at 2026-09-01");
    }

    @Test
    void staysWhereItEndsOrChangesBefore() {
        assertThat(judged(RENEWAL, customer(BillingStatus.ACTIVE, "2026-07-01", "2026-07-01")))
                .isEqualTo("ENDS_BEFORE");
        assertThat(judged(RENEWAL, customer(BillingStatus.CANCELED, "2026-06-01", "2026-07-01")))
                .isEqualTo("NOT_ON_VERSION");
        var solo = new Phase(instant("2026-06-20"), null, null, List.of(item("s", "2026-07-20")));
        assertThat(judged(RENEWAL, customer(BillingStatus.ACTIVE, null, "2026-07-01", solo)))
                .isEqualTo("CHANGES_BEFORE");
        assertThat(judged(RENEWAL, customer(BillingStatus.ACTIVE, null, "2026-06-02")))
                .as("the period that we know of is over")
                .isEqualTo("TERM_UNKNOWN");
    }

    @Test
    void takesBackOnlyWhatIsYetToCome() {
        CustomerState state = customer(BillingStatus.ACTIVE, null, "2026-07-01");
        var judging = new Judging(RENEWAL, MODEL, "migration/1", NOW);
        Kept planned = judging.kept(state, (Moves) judging.of(state, false));
        assertThat(planned.nextMove()).contains(instant("2026-07-01"));
        assertThat(Judging.undone(state.with(planned), "migration/1", NOW)).isEqualTo(state.kept());
        assertThat(Judging.undone(state.with(planned), "migration/2", NOW))
                .as("another one's")
                .isNull();
        assertThat(Judging.undone(state.with(planned), "migration/1", instant("2026-07-01")))
                .as("it has taken effect")
                .isNull();
        assertThat(Judging.isThere(state.with(planned), RENEWAL, "migration/1")).isTrue();
    }
}
