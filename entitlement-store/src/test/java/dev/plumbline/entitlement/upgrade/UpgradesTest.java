package dev.plumbline.entitlement.upgrade;

import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.aSubscription;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static dev.plumbline.entitlement.resolve.ACustomer.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import dev.plumbline.entitlement.resolve.ACustomer;
import dev.plumbline.entitlement.resolve.Request;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** M19: which upgrades give this customer feature X. */
class UpgradesTest {
    private static final Instant NOW = at("2026-11-21");
    private static final Model SHOP = Catalogs.questions("shop.yaml");

    private static Upgrades plain(ACustomer customer, String feature) {
        return wishing(SHOP, customer, feature, Request.PLAIN);
    }

    private static Upgrades wishing(Model model, ACustomer customer, String feature, Request request) {
        var asked = Objects.requireNonNull(model.feature(new FeatureKey(feature)));
        return Upgrades.of(model, customer.facts(), new Wish(asked, request, BigDecimal.ZERO, NOW));
    }

    private static List<String> sentences(Upgrades upgrades) {
        return upgrades.offers().stream().map(Offering::why).toList();
    }

    private static Request many(long amount) {
        return new Request(BigDecimal.valueOf(amount), null);
    }

    @Test
    void namesEveryTermOnWhichItIsSoldTheCheaperFirst() {
        var upgrades = plain(aCustomer().in("FI").on("bronze@1"), "sso");
        assertThat(sentences(upgrades))
                .containsExactly("Gold 1, yearly: Single sign-on", "Gold 1, monthly: Single sign-on");
        assertThat(upgrades.offers())
                .extracting(Offering::listPrice)
                .containsExactly(new MonthlyPrice(8_250, "EUR"), new MonthlyPrice(9_900, "EUR"));
    }

    @Test
    void takesTheSmallestStepFirstAndSaysFromWhatToWhat() {
        assertThat(sentences(plain(aCustomer().on("bronze@1"), "invoices")))
                .containsExactly(
                        "Silver 2, yearly: 250 invoices a month (now 20 a month)",
                        "Silver 2, monthly: 200 invoices a month (now 20 a month)",
                        "Extra invoices 1, monthly, together with Silver 2, yearly: 350 invoices a month (now 20 a month)",
                        "Gold 1, yearly: 1500 invoices a month (now 20 a month)",
                        "Gold 1, monthly: 1000 invoices a month (now 20 a month)");
    }

    @Test
    void offersAnAddOnBesideThePlanThereIsAsOftenAsItTakes() {
        var upgrades = wishing(SHOP, aCustomer().on("silver@2"), "invoices", many(450));
        assertThat(sentences(upgrades))
                .containsExactly(
                        "3 × Extra invoices 1, monthly, beside Silver 2: 500 invoices a month (now 200 a month)",
                        "Gold 1, yearly: 1500 invoices a month (now 200 a month)",
                        "Gold 1, monthly: 1000 invoices a month (now 200 a month)");
        assertThat(upgrades.offers().getFirst().listPrice()).isEqualTo(new MonthlyPrice(3000, "EUR"));
    }

    @Test
    void offersNoMoreOfAnAddOnThanCount() {
        assertThat(sentences(wishing(SHOP, aCustomer().on("silver@2"), "invoices", many(1_201))))
                .as("ten of them come to 1200")
                .containsExactly("Gold 1, yearly: 1500 invoices a month (now 200 a month)");
        var full = aCustomer().on(aSubscription().to("silver@2").addOn("extra_invoices@1", 10));
        assertThat(sentences(plain(full, "invoices")))
                .containsExactly(
                        "Silver 2, yearly: 1250 invoices a month (now 1200 a month)",
                        "Gold 1, yearly: 2500 invoices a month (now 1200 a month)",
                        "Gold 1, monthly: 2000 invoices a month (now 1200 a month)");
    }

    @Test
    void offersNothingToWhoHasAllThatIsWishedFor() {
        var gold = aCustomer().in("FI").on("gold@1");
        assertThat(plain(gold, "sso").now().hasAccess()).isTrue();
        assertThat(plain(gold, "sso").offers()).isEmpty();
        assertThat(wishing(SHOP, gold, "invoices", many(900)).offers()).isEmpty();
        assertThat(sentences(plain(gold, "invoices")))
                .as("who named no amount is offered more")
                .contains("Extra invoices 1, monthly, beside Gold 1: 1100 invoices a month (now 1000 a month)");
    }

    @Test
    void findsALevel() {
        var wish = new Request(null, "dedicated-manager");
        assertThat(sentences(wishing(SHOP, aCustomer().on("silver@2"), "support", wish)))
                .containsExactly(
                        "A manager of your own 1, monthly, together with Gold 1, yearly: Support dedicated-manager (now email)");
        assertThat(sentences(wishing(SHOP, aCustomer().on("gold@1"), "support", wish)))
                .containsExactly(
                        "A manager of your own 1, monthly, beside Gold 1: Support dedicated-manager (now email)");
    }

    @Test
    void buysAsManySeatsAsAreWishedFor() {
        var model = Catalogs.aModel("seats: { type: quantity, unit: seat }", """
                small: { rank: 1, versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: a } ] } } ] }
                big:   { rank: 2, versions: [ { version: 1, grants: { seats: { fromBilling: true, atLeast: 20 } }, billing: {
                  stripe: [ { price: b, quantityOf: seats, listPrice: { amount: 500, currency: EUR } } ] } } ] }
                """);
        var upgrades = wishing(model, aCustomer().on("small@1"), "seats", many(45));
        assertThat(sentences(upgrades)).containsExactly("big 1: 45 seats (now 5)");
        assertThat(upgrades.offers().getFirst().listPrice()).isEqualTo(new MonthlyPrice(22_500, "EUR"));
        assertThat(sentences(wishing(model, aCustomer().on("small@1"), "seats", Request.PLAIN)))
                .containsExactly("big 1: 20 seats (now 5)");
    }

    @Test
    void offersOnlyWhatIsToBeHadThereAndThen() {
        assertThat(plain(aCustomer().in("DE").on("silver@2"), "bank_payouts").offers())
                .isEmpty();
        assertThat(plain(aCustomer().on("silver@2"), "bank_payouts").offers())
                .as("nobody knows the country")
                .isEmpty();
        var feature = Objects.requireNonNull(SHOP.feature(new FeatureKey("bank_payouts")));
        var later = Upgrades.of(
                SHOP, aCustomer().in("DE").on("silver@2").facts(), Wish.of(feature, at("2026-12-01T05:00:00Z")));
        assertThat(later.offers()).hasSize(2);
    }

    @Test
    void offersNoVersionThatIsNotOnSaleNorOneThatIsOnlyGivenByHand() {
        var model = Catalogs.aModel("x: { type: switch }", """
                old:   { versions: [ { version: 1, sellable: { until: 2026-01-01 }, grants: { x: true }, billing: { stripe: [ { price: a } ] } } ] }
                deal:  { versions: [ { version: 1, grants: { x: true }, billing: { manual: [] } } ] }
                later: { versions: [ { version: 1, sellable: { from: 2027-01-01 }, grants: { x: true }, billing: { stripe: [ { price: b } ] } } ] }
                """);
        assertThat(wishing(model, aCustomer(), "x", Request.PLAIN).offers()).isEmpty();
    }

    @Test
    @DisplayName("a plan takes the place of the plans there are, even where subscriptions are summed")
    void doesNotCountThePlanThatIsLeft() {
        var model = Catalogs.aModel("seats: { type: quantity, merge: sum, unit: seat }", """
                small: { rank: 1, versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: a } ] } } ] }
                big:   { rank: 2, versions: [ { version: 1, grants: { seats: 8 }, billing: { stripe: [ { price: b } ] } } ] }
                """);
        assertThat(sentences(wishing(model, aCustomer().on("small@1"), "seats", Request.PLAIN)))
                .containsExactly("big 1: 8 seats (now 5)");
        assertThat(sentences(wishing(model, aCustomer().on("big@1"), "seats", Request.PLAIN)))
                .isEmpty();
    }

    @Test
    void weighsLimitsForStretchesOfDifferentLength() {
        var model = Catalogs.aModel("calls: { type: metered, unit: call }", """
                a: { rank: 1, versions: [ { version: 1, grants: { calls: { limit: 900, window: { every: P1M } } }, billing: { stripe: [ { price: a } ] } } ] }
                b: { rank: 2, versions: [ { version: 1, grants: { calls: { limit: 20, window: { every: P1D } } }, billing: { stripe: [ { price: b } ] } } ] }
                c: { rank: 3, versions: [ { version: 1, grants: { calls: { limit: 40, window: { rolling: PT24H } } }, billing: { stripe: [ { price: c } ] } } ] }
                """);
        assertThat(sentences(wishing(model, aCustomer().on("a@1"), "calls", Request.PLAIN)))
                .containsExactly("c 1: 40 calls in any 24 hours (now 900 a month)");
    }

    @Test
    void doesNotSellAgainWhatIsBoughtAndNotPaid() {
        var unpaid = aCustomer().in("FI").on(aSubscription().to("silver@2").late(BillingStatus.UNPAID, "2026-11-01"));
        assertThat(sentences(plain(unpaid, "invoices")))
                .allMatch(offer -> !offer.startsWith("Silver"))
                .anyMatch(offer -> offer.startsWith("Gold"));
    }

    @Test
    void helpsNobodyWhomAPersonDeniedIt() {
        var denied = aCustomer().on("bronze@1").override(Effect.DENY, "sso", null, "2026-01-01", "2027-01-01");
        assertThat(plain(denied, "sso").offers()).isEmpty();
    }

    @Test
    void offersForGoodAndNotWhatAPromotionGivesForAWhile() {
        var feature = Objects.requireNonNull(SHOP.feature(new FeatureKey("sso")));
        var enrolled = aCustomer()
                .in("FI")
                .on("bronze@1")
                .enrolledIn("spring-sso", "2027-05-02")
                .facts();
        assertThat(sentences(Upgrades.of(SHOP, enrolled, Wish.of(feature, at("2027-05-10")))))
                .as("silver has it in that month, for those who are enrolled")
                .allMatch(offer -> offer.startsWith("Gold"));
    }

    @Test
    @DisplayName("value forgone is the list value of the cheapest that would have given it; unknown is null, never 0")
    void saysWhatIsForgone() {
        var generous =
                aCustomer().on("bronze@1").override(Effect.GRANT, "invoices", limit(240), "2026-01-01", "2027-01-01");
        assertThat(Upgrades.valueForgone(
                        SHOP, generous.facts(), generous.facts().overrides().getFirst(), NOW))
                .as("silver with the bonus of a year has 250")
                .isEqualTo(new Forgone.Known(new MonthlyPrice(2_417, "EUR")));
        var lavish =
                aCustomer().on("bronze@1").override(Effect.SET, "invoices", limit(900), "2026-01-01", "2027-01-01");
        assertThat(Upgrades.valueForgone(
                        SHOP, lavish.facts(), lavish.facts().overrides().getFirst(), NOW))
                .as("gold, for silver with seven add-ons costs more")
                .isEqualTo(new Forgone.Known(new MonthlyPrice(8_250, "EUR")));
        var unlimited = aCustomer()
                .on("bronze@1")
                .override(Effect.GRANT, "invoices", new Value.Unlimited(), "2026-01-01", "2027-01-01");
        assertThat(Upgrades.valueForgone(
                        SHOP, unlimited.facts(), unlimited.facts().overrides().getFirst(), NOW))
                .as("nothing on sale is unlimited")
                .isEqualTo(new Forgone.NotOnSale());
        var lowering = aCustomer().on("gold@1").override(Effect.SET, "invoices", limit(1), "2026-01-01", "2027-01-01");
        assertThat(Upgrades.valueForgone(
                        SHOP, lowering.facts(), lowering.facts().overrides().getFirst(), NOW))
                .as("what takes away forgoes nothing")
                .isEqualTo(new Forgone.Nothing());
        var unpriced = Catalogs.aModel(
                "x: { type: switch }",
                "p: { versions: [ { version: 1, grants: { x: true }, billing: { stripe: [ { price: a } ] } } ] }");
        var given = aCustomer()
                .override(Effect.GRANT, "x", null, "2026-01-01", "2027-01-01")
                .facts();
        assertThat(Upgrades.valueForgone(unpriced, given, given.overrides().getFirst(), NOW))
                .isEqualTo(new Forgone.Unknown());
        var unheardOf = aCustomer()
                .override(Effect.GRANT, "nothing", null, "2026-01-01", "2027-01-01")
                .facts();
        assertThat(Upgrades.valueForgone(SHOP, unheardOf, unheardOf.overrides().getFirst(), NOW))
                .isEqualTo(new Forgone.Nothing());
    }

    @Test
    @DisplayName(
            "where nothing stops at a limit more than it is worth something all the same, and nobody knows what endlessly much is")
    void valuesWhatOverageWouldLetPass() {
        var model = Catalogs.aModel("calls: { type: metered, unit: call }", """
                a: { rank: 1, versions: [ { version: 1, grants: { calls: { limit: 100, window: { every: P1M }, onLimit: overage } },
                  billing: { stripe: [ { price: a, term: monthly, listPrice: { amount: 100, currency: EUR } } ] } } ] }
                b: { rank: 2, versions: [ { version: 1, grants: { calls: { limit: 900, window: { every: P1M }, onLimit: warn } },
                  billing: { stripe: [ { price: b, term: monthly, listPrice: { amount: 700, currency: EUR } } ] } } ] }
                """);
        // Nobody on a was refused any number, so nothing was an offer and everything was worth nothing (tried).
        assertThat(forgone(model, 900)).isEqualTo(new Forgone.Known(new MonthlyPrice(700, "EUR")));
        assertThat(forgone(model, 901)).isEqualTo(new Forgone.NotOnSale());
        assertThat(forgone(model, 100)).isEqualTo(new Forgone.Nothing());
        assertThat(sentences(wishing(model, aCustomer().on("a@1"), "calls", many(500))))
                .as("who may go on at a price is sold nothing for it")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "who does not pay and is let in until Friday is given what their plan costs, not more than anything on sale")
    void valuesWhatIsBoughtAndNotPaid() {
        // The plan they have was no offer to them, so that support could not let them in (tried).
        var unpaid = aCustomer()
                .in("FI")
                .on(aSubscription().to("gold@1").late(BillingStatus.UNPAID, "2026-11-01"))
                .override(Effect.GRANT, "sso", null, "2026-01-01", "2027-01-01")
                .facts();
        assertThat(Upgrades.valueForgone(SHOP, unpaid, unpaid.overrides().getFirst(), NOW))
                .isEqualTo(new Forgone.Known(new MonthlyPrice(8_250, "EUR")));
    }

    @Test
    @DisplayName("so many a week are worth what gives so many a week, not what gives the same number a month")
    void valuesANumberByItsWindow() {
        var model = Catalogs.model("""
                format: 1
                catalog: { key: test, currency: EUR }
                features:
                  calls: { type: metered, unit: call }
                plans:
                  season: { rank: 1, versions: [ { version: 1, grants: { calls: { limit: 20, window: { every: P7D } } }, billing: { stripe: [ { price: a, listPrice: 500 } ] } } ] }
                  team:   { rank: 2, versions: [ { version: 1, grants: { calls: { limit: 300, window: { every: P1M } } }, billing: { stripe: [ { price: b, listPrice: 2900 } ] } } ] }
                  big:    { rank: 3, versions: [ { version: 1, grants: { calls: { limit: 5000, window: { every: P1M } } }, billing: { stripe: [ { price: c, listPrice: 49900 } ] } } ] }
                addOns:
                  more: { versions: [ { version: 1, requires: { plans: [team] }, grants: { calls: { add: 100 } }, billing: { stripe: [ { price: d, listPrice: 1200 } ] } } ] }
                precedence: [manual, stripe]
                """);
        // 300 a week were 300 a month, which Team has for 29 (tried): they are 1,304.5 a month.
        assertThat(weekly(model, 300)).isEqualTo(eur(2_900 + 11 * 1_200));
        assertThat(weekly(model, 68)).as("295.7 a month, which team has itself").isEqualTo(eur(2_900));
        assertThat(weekly(model, 69)).as("300.03 a month").isEqualTo(eur(2_900 + 1_200));
        assertThat(weekly(model, 1_149)).as("4996 a month").isEqualTo(eur(49_900));
        assertThat(weekly(model, 1_150)).as("5000.4 a month").isEqualTo(eur(2_900 + 48 * 1_200));
        assertThat(weekly(model, 20)).isEqualTo(new Forgone.Nothing());
        var monthly = aCustomer()
                .on("team@1")
                .override(Effect.GRANT, "calls", limit(700), "2026-01-01", "2027-01-01")
                .facts();
        assertThat(Upgrades.valueForgone(model, monthly, monthly.overrides().getFirst(), NOW))
                .as("beside the team they have")
                .isEqualTo(eur(4 * 1_200));
    }

    @Test
    @DisplayName("to go on where the plan stops is worth what lets them go on, though the number is the same")
    void valuesGoingOnByItself() {
        var model = Catalogs.model("""
                format: 1
                catalog: { key: test, currency: EUR }
                features:
                  calls: { type: metered, unit: call }
                plans:
                  a: { rank: 1, versions: [ { version: 1, grants: { calls: { limit: 100, window: { every: P1M } } }, billing: { stripe: [ { price: a, listPrice: 500 } ] } } ] }
                  b: { rank: 2, versions: [ { version: 1, grants: { calls: { limit: 100, window: { every: P1M }, onLimit: overage } }, billing: { stripe: [ { price: b, listPrice: 2900 } ] } } ] }
                promotions:
                  go-on: { reason: a try, window: { from: 2026-11-01T00:00:00Z, until: 2026-12-01T00:00:00Z }, audience: { plans: [a] }, grants: { calls: { limit: 100, window: { every: P1M }, onLimit: overage } } }
                precedence: [manual, stripe]
                """);
        var enrolled = aCustomer().on("a@1").enrolledIn("go-on", "2026-11-02").facts();
        assertThat(Upgrades.valueForgone(
                        model,
                        enrolled,
                        Objects.requireNonNull(model.promotions().get("go-on")),
                        new FeatureKey("calls"),
                        NOW))
                .isEqualTo(eur(2_900));
    }

    @Test
    @DisplayName("what is given is valued again each time that what the customer has without it becomes another")
    void valuesAnOverrideForAllOfItsTime() {
        var late = aCustomer()
                .in("FI")
                .on(aSubscription().to("gold@1").late(BillingStatus.PAST_DUE, "2026-11-15"))
                .override(Effect.GRANT, "bank_payouts", null, "2026-11-20", "2026-12-10")
                .override(Effect.GRANT, "bank_payouts", null, "2026-11-20", "2026-11-25")
                .facts();
        assertThat(Upgrades.valuesForgone(SHOP, late, late.overrides().getFirst(), NOW))
                .as("theirs until the 25th, while grace runs; then what their own plan costs")
                .startsWith(new Forgone.Nothing(), eur(8_250))
                .endsWith(eur(8_250));
        assertThat(Upgrades.valuesForgone(SHOP, late, late.overrides().getLast(), NOW))
                .as("it ends with grace")
                .containsExactly(new Forgone.Nothing());
        var leaving = aCustomer()
                .in("FI")
                .on(aSubscription().to("gold@1").until("2026-11-22"))
                .override(Effect.GRANT, "invoices", limit(240), "2026-11-20", "2026-12-10")
                .facts();
        assertThat(Upgrades.valuesForgone(SHOP, leaving, leaving.overrides().getFirst(), NOW))
                .as("silver by the year gives as much from tomorrow on")
                .containsExactly(new Forgone.Nothing(), eur(2_417));
        var german = aCustomer()
                .in("DE")
                .override(Effect.GRANT, "bank_payouts", null, "2026-11-20", "2026-12-10")
                .facts();
        assertThat(Upgrades.valuesForgone(SHOP, german, german.overrides().getFirst(), NOW))
                .as("not sold in Germany before December, and an override does not pass that")
                .containsExactly(new Forgone.Nothing(), eur(8_250));
    }

    private static Forgone weekly(Model model, long calls) {
        var given = aCustomer()
                .on("season@1")
                .override(Effect.SET, "calls", limit(calls), "2026-01-01", "2027-01-01")
                .facts();
        return Upgrades.valueForgone(model, given, given.overrides().getFirst(), NOW);
    }

    private static Forgone eur(long amount) {
        return new Forgone.Known(new MonthlyPrice(amount, "EUR"));
    }

    private static Forgone forgone(Model model, long calls) {
        var given = aCustomer()
                .on("a@1")
                .override(Effect.GRANT, "calls", limit(calls), "2026-01-01", "2027-01-01")
                .facts();
        return Upgrades.valueForgone(model, given, given.overrides().getFirst(), NOW);
    }

    @Test
    @DisplayName(
            "a place in a promotion forgoes what it gives more than there is without it, and nothing where that is nothing")
    void saysWhatAPlaceForgoes() {
        var spring = Objects.requireNonNull(SHOP.promotions().get("spring-sso"));
        var sso = new FeatureKey("sso");
        var silver = aCustomer().in("FI").on("silver@2").enrolledIn("spring-sso", "2027-05-02");
        assertThat(Upgrades.valueForgone(SHOP, silver.facts(), spring, sso, at("2027-05-10")))
                .as("gold by the year is the cheapest that has it")
                .isEqualTo(new Forgone.Known(new MonthlyPrice(8_250, "EUR")));
        assertThat(Upgrades.valueForgone(SHOP, silver.facts(), spring, sso, at("2027-04-10")))
                .as("it has not begun")
                .isEqualTo(new Forgone.Nothing());
        assertThat(Upgrades.valueForgone(SHOP, silver.facts(), spring, new FeatureKey("invoices"), at("2027-05-10")))
                .as("it gives nothing of it")
                .isEqualTo(new Forgone.Nothing());
        var gold = aCustomer().in("FI").on("gold@1").enrolledIn("spring-sso", "2027-05-02");
        assertThat(Upgrades.valueForgone(SHOP, gold.facts(), spring, sso, at("2027-05-10")))
                .as("gold has it itself")
                .isEqualTo(new Forgone.Nothing());
        var granted = aCustomer()
                .in("FI")
                .on("silver@2")
                .enrolledIn("spring-sso", "2027-05-02")
                .override(Effect.GRANT, "sso", null, "2027-01-01", "2028-01-01");
        assertThat(Upgrades.valueForgone(SHOP, granted.facts(), spring, sso, at("2027-05-10")))
                .as("an override gives it already, and its own line says what that forgoes")
                .isEqualTo(new Forgone.Nothing());
    }
}
