package dev.plumbline.entitlement.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.BillingSnapshot.Subscription;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Binding.PlanRef;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.CustomerState;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.Draft.Circumstances;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One customer, one draft. */
class DraftTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant BOUGHT = Instant.parse("2026-03-15T09:00:00Z");
    private static final String PRICED = TestCatalog.YAML.replace(
            "{ price: price_team, term: monthly }",
            "{ price: price_team, term: yearly, listPrice: { amount: 12000, currency: EUR, every: P1Y } }");

    private static Model model(String yaml) {
        return switch (CatalogFile.read(yaml)) {
            case CatalogFile.Valid(var valid) -> valid;
            case CatalogFile.Invalid(var problems) -> throw new AssertionError(problems + "\n" + yaml);
        };
    }

    private static Impact impact(String base, String draft, CustomerState customer) {
        return impact(base, draft, customer, NOW, UsedUp.NOTHING);
    }

    private static Impact impact(String base, String draft, CustomerState customer, Instant from, UsedUp usedUp) {
        return new Draft(List.of(model(base)), model(draft), from, NOW, new Circumstances(usedUp, Map.of()))
                .impactOn(customer);
    }

    private static CustomerState customer(Known known, String... prices) {
        List<Item> items = IntStream.range(0, prices.length)
                .mapToObj(i -> new Item("si_" + i, BOUGHT, prices[i], null, null, 3L, BOUGHT, null))
                .toList();
        var subscription = new Subscription(
                "sub", BillingStatus.ACTIVE, "active", BOUGHT, BOUGHT, null, null, BOUGHT, "EUR", false, null, items);
        var snapshot = new BillingSnapshot(
                new SubjectRef("stripe", "default", "cus"), false, null, "FI", List.of(subscription));
        return new CustomerState(known, List.of(snapshot), Kept.nothing(), 0, "", 0, 0, 0);
    }

    private static final CustomerKey ACME = new CustomerKey("acme");

    private static CustomerState onTeam() {
        return customer(Known.of(ACME), "price_team");
    }

    private static Change only(Impact impact) {
        assertThat(impact.changes()).hasSize(1);
        return impact.changes().getFirst();
    }

    @Test
    @DisplayName("Each kind of change, in words that say what was and what will be")
    void tellsEachKind() {
        String noProjects = TestCatalog.YAML.replace("projects: unlimited", "projects: 4");
        Change down = only(impact(noProjects, noProjects.replace("default: 1 }", "default: 9 }"), onTeam()));
        assertThat(down.kind()).isEqualTo(Kind.LIMIT_UP);
        assertThat(down.before()).isEqualTo("4");
        assertThat(down.after()).isEqualTo("9");
        assertThat(down.reason()).isEqualTo("DEFAULT");

        Change lost = only(impact(PRICED, PRICED.replace("market: nordics }", "market: eea }"), onTeam()));
        assertThat(lost)
                .isEqualTo(new Change(ACME, lost.feature(), Kind.LOST, NOW, "yes", "no", "NOT_AVAILABLE_IN_MARKET"));

        Change gained = only(impact(PRICED.replace("market: nordics }", "market: eea }"), PRICED, onTeam()));
        assertThat(gained.kind()).isEqualTo(Kind.GAINED);
    }

    @Test
    @DisplayName(
            "A change that comes with a date is told with that date; from the instant the draft takes effect, not before")
    void tellsWhen() {
        Instant launch = Instant.parse("2026-12-01T06:00:00Z");
        String later = PRICED.replace("{ market: nordics }", "{ market: nordics, from: " + launch + " }");
        var impact = impact(PRICED, later, onTeam());
        assertThat(impact.changes()).extracting(Change::kind, Change::from).containsExactly(tuple(Kind.LOST, NOW));
        Instant afterLaunch = launch.plus(Duration.ofDays(3));
        assertThat(impact(PRICED, later, onTeam(), afterLaunch, UsedUp.NOTHING).isNone())
                .isTrue();
    }

    @Test
    @DisplayName("L-7 whoever has used more than will be allowed is told apart, once")
    void tellsWhoIsOver() {
        String more = PRICED.replace(
                "type: metered, unit: invoice }",
                "type: metered, default: { limit: 500, window: { every: P1M, anchor: calendar, zone: UTC } } }");
        UsedUp threeHundredFifty = (customer, feature, allowance, at) -> BigDecimal.valueOf(350);
        assertThat(impact(more, PRICED, onTeam(), NOW, threeHundredFifty).changes())
                .extracting(Change::kind)
                .containsExactly(Kind.LIMIT_DOWN, Kind.OVER_LIMIT);
        assertThat(impact(more, PRICED, onTeam()).changes())
                .extracting(Change::kind)
                .containsExactly(Kind.LIMIT_DOWN);
        assertThat(impact(PRICED, more, onTeam(), NOW, threeHundredFifty).changes())
                .extracting(Change::kind)
                .containsExactly(Kind.LIMIT_UP);
    }

    @Test
    @DisplayName(
            "List value: a yearly price divided by its months, times the quantity; what has no price is unknown, never 0")
    void saysWhatTheyAreWorth() {
        String draft = PRICED.replace("market: nordics }", "market: eea }");
        ListValue known = impact(PRICED, draft, onTeam()).value();
        assertThat(known.perMonth()).containsOnlyKeys("EUR");
        assertThat(known.perMonth().get("EUR")).isEqualByComparingTo("3000");
        assertThat(known.unknown()).isZero();

        ListValue unknown = impact(
                        TestCatalog.YAML, TestCatalog.YAML.replace("market: nordics }", "market: eea }"), onTeam())
                .value();
        assertThat(unknown.perMonth()).isEmpty();
        assertThat(unknown.unknown()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "List value: where the file says no price the billing system's counts, to parts of a cent; the file's word wins")
    void takesWhatTheBillingSystemAsks() {
        AskedPrices asked = price -> price.equals(new PriceRef("stripe", "default", "price_team"))
                ? new Mapping.ListPrice(new BigDecimal("1200.5"), "EUR", Period.ofMonths(1))
                : null;
        String draft = TestCatalog.YAML.replace("market: nordics }", "market: eea }");
        ListValue value = new Draft(List.of(model(TestCatalog.YAML)), model(draft), NOW, NOW, Circumstances.NONE)
                .impactOn(onTeam(), asked)
                .value();
        assertThat(value.perMonth().get("EUR")).isEqualByComparingTo("3601.5");
        assertThat(value.unknown()).isZero();

        ListValue said = new Draft(
                        List.of(model(PRICED)),
                        model(PRICED.replace("market: nordics }", "market: eea }")),
                        NOW,
                        NOW,
                        Circumstances.NONE)
                .impactOn(onTeam(), asked)
                .value();
        assertThat(said.perMonth().get("EUR")).isEqualByComparingTo("3000");
    }

    @Test
    @DisplayName("L-6 a pin survives a draft that maps its price to something else")
    void leavesPins() {
        String moved = PRICED.replace("stripe: [ { price: price_team,", "stripe: [ { price: price_other,");
        assertThat(impact(PRICED, moved, onTeam()).isNone()).isTrue();
    }

    @Test
    @DisplayName("A version that only the draft has concerns whom people put on it: by a phase, by an override")
    void looksAtWhomPeoplePutOnIt() {
        String draft = PRICED.replace("plans:\n", """
                plans:
                  top:
                    name: Top
                    rank: 90
                    versions:
                      - version: 1
                        sellable: { from: 2026-01-01 }
                        grants:
                          seats: 99
                          invoices: { limit: 9, window: { every: P1D, anchor: calendar, zone: UTC } }
                        billing: { manual: [] }
                """);
        assertThat(impact(PRICED, draft, onTeam()).isNone()).isTrue();

        var phase = new ManualPhase(
                "p", ManualPhase.Kind.EVERGREEN, new PlanRef("top", 1), null, BOUGHT, null, null, Map.of());
        var promised = new Known(ACME, null, Map.of(), List.of(phase), List.of(), List.of());
        assertThat(impact(PRICED, draft, customer(promised, "price_team")).changes())
                .anyMatch(change -> change.feature().value().equals("seats")
                        && change.after().equals("99"));

        // Whoever has no plan takes the window of an override from the best plan there is.
        var override = new CustomerOverride(
                "o",
                "invoices",
                CustomerOverride.Effect.SET,
                new Value.Limit(BigDecimal.TEN),
                BOUGHT,
                NOW.plus(Duration.ofDays(30)),
                null,
                false,
                BOUGHT);
        var favoured = new Known(ACME, null, Map.of(), List.of(), List.of(), List.of(override));
        assertThat(impact(PRICED, draft, customer(favoured)).changes())
                .anyMatch(change -> change.feature().value().equals("invoices") && change.kind() == Kind.TERMS);
    }

    @Test
    @DisplayName("A promotion of the draft is taken by whom it is for, as long as there are places")
    void countsPlaces() {
        String draft = PRICED.replace("precedence:", """
                promotions:
                  spring:
                    reason: A test
                    window: { from: 2027-01-01T00:00:00Z, until: 2027-02-01T00:00:00Z }
                    audience: { plans: [team], maxCustomers: 3 }
                    grants: { seats: 77 }
                precedence:""");
        var spring = new Draft(
                List.of(model(PRICED)),
                model(draft),
                NOW,
                NOW,
                new Circumstances(UsedUp.NOTHING, Map.of("spring", 2L)));
        Change more = only(spring.impactOn(onTeam()));
        assertThat(more.after()).isEqualTo("77");
        assertThat(more.from()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(spring.impactOn(onTeam()).isNone())
                .as("two held, one taken, none left")
                .isTrue();

        // Once it is published everybody it is for has a place; a draft that leaves it as it is changes nothing.
        assertThat(impact(draft, draft.replace("name: Team\n", "name: The team\n"), onTeam())
                        .isNone())
                .isTrue();
    }

    @Test
    @DisplayName("Before the first publish everything that is given is gained")
    void gainsAllByTheFirst() {
        Impact first = new Draft(List.of(), model(PRICED), NOW, NOW, Circumstances.NONE).impactOn(onTeam());
        assertThat(first.changes())
                .extracting(Change::kind)
                .containsOnly(Kind.GAINED)
                .hasSize(7);
    }

    @Test
    @DisplayName("A draft that says the same in other words changes nothing, and nobody need be looked at")
    void knowsWhenNothingChanges() {
        String renamed = PRICED.replace("Single sign-on", "One for all").replace("name: Team\n", "name: The team\n");
        assertThat(new Draft(List.of(model(PRICED)), model(renamed), NOW, NOW, Circumstances.NONE).changesNothing())
                .isTrue();
        assertThat(new Draft(
                                List.of(model(PRICED)),
                                model(PRICED.replace("default: 1", "default: 2")),
                                NOW,
                                NOW,
                                Circumstances.NONE)
                        .changesNothing())
                .isFalse();
    }
}
