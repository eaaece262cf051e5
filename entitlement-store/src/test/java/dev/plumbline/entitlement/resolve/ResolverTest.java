package dev.plumbline.entitlement.resolve;

import static dev.plumbline.entitlement.customer.BillingStatus.ACTIVE;
import static dev.plumbline.entitlement.customer.BillingStatus.CANCELED;
import static dev.plumbline.entitlement.customer.BillingStatus.EXPIRED;
import static dev.plumbline.entitlement.customer.BillingStatus.INCOMPLETE;
import static dev.plumbline.entitlement.customer.BillingStatus.PAST_DUE;
import static dev.plumbline.entitlement.customer.BillingStatus.PENDING;
import static dev.plumbline.entitlement.customer.BillingStatus.TRIALING;
import static dev.plumbline.entitlement.customer.BillingStatus.UNPAID;
import static dev.plumbline.entitlement.resolve.ACustomer.aCustomer;
import static dev.plumbline.entitlement.resolve.ACustomer.aSubscription;
import static dev.plumbline.entitlement.resolve.ACustomer.at;
import static dev.plumbline.entitlement.resolve.ACustomer.limit;
import static dev.plumbline.entitlement.resolve.Segment.Phase.EVERGREEN;
import static dev.plumbline.entitlement.resolve.Segment.Phase.FIXED;
import static dev.plumbline.entitlement.resolve.Segment.Phase.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.customer.Facts.ManualPhase.Kind;
import dev.plumbline.entitlement.customer.Facts.Value;
import dev.plumbline.entitlement.customer.Finding;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.file.Catalogs;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The layers one by one, on the example of the design where it has one. */
class ResolverTest {
    private static final Model HARBOR = Catalogs.harbor();
    private static final String NOW = "2026-11-21T10:00:00Z";

    private static Asked ask(ACustomer customer, String feature) {
        return Asked.of(HARBOR, customer, feature);
    }

    @Test
    void givesEveryFeatureOfTheModelForAllTime() {
        var timeline = Resolver.resolve(HARBOR, aCustomer().facts());
        assertThat(timeline.features().keySet()).isEqualTo(HARBOR.features().keySet());
        assertThat(timeline.features().values()).allSatisfy(segments -> {
            assertThat(segments.getFirst().from()).isEqualTo(java.time.Instant.MIN);
            assertThat(segments.getLast().until()).isEqualTo(java.time.Instant.MAX);
        });
    }

    @Nested
    class PlanVersions {
        @Test
        void giveWhatTheyWereSoldWith() {
            var customer = aCustomer().on("team@2");
            ask(customer, "invoices").gives(NOW, "300 per billing P1M, then overage", Reason.PLAN, "team@2");
            ask(customer, "support").gives(NOW, "email", Reason.PLAN, "team@2");
            ask(customer, "sso").denies(NOW, Reason.NOT_IN_PLAN);
        }

        @Test
        void leaveThoseOnAnOlderOneWhatTheyBought() {
            var customer = aCustomer().on("team@1");
            ask(customer, "sso").gives(NOW, "on", Reason.PLAN, "team@1");
            ask(customer, "seats").gives(NOW, "5", Reason.PLAN, "team@1");
        }

        @Test
        void beginAndEndWithTheirPhase() {
            ask(aCustomer().on(aSubscription().to("team@1").until("2026-12-01")), "sso")
                    .denies("2026-01-09T23:59:59.999999Z", Reason.NO_ACTIVE_PHASE)
                    .gives("2026-01-10", "on", Reason.PLAN, "team@1")
                    .phase(NOW, FIXED)
                    .gives("2026-11-30T23:59:59Z", "on", Reason.PLAN, "team@1")
                    .denies("2026-12-01", Reason.NO_ACTIVE_PHASE);
        }

        @Test
        void goOnForEverWhenNobodyEndsThem() {
            ask(aCustomer().on("team@1"), "sso")
                    .gives("2126-01-01", "on", Reason.PLAN, "team@1")
                    .phase("2126-01-01", EVERGREEN);
        }

        @Test
        @Law("F-49 up, down, 0, null")
        void takeAsManyAsBillingSays() {
            for (var quantity : new Long[] {8L, 3L, 0L, null}) {
                var customer = aCustomer().on(aSubscription().to("team@2", "monthly", "seats", quantity));
                ask(customer, "seats").gives(NOW, quantity != null && quantity == 8 ? "8" : "5", Reason.PLAN, "team@2");
            }
        }

        @Test
        void countTheSeatsOfTheItemThatSellsSeats() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@2", "monthly", null, 1L).to("team@2", null, "seats", 12L));
            ask(customer, "seats").gives(NOW, "12", Reason.PLAN, "team@2");
        }

        @Test
        @Law("F-52")
        void giveNothingBeforeTheFirstPayment() {
            for (var status : new dev.plumbline.entitlement.customer.BillingStatus[] {INCOMPLETE, PENDING, EXPIRED}) {
                ask(aCustomer().on(aSubscription().to("team@1").is(status).until("2026-12-01")), "sso")
                        .denies(NOW, Reason.NO_ACTIVE_PHASE);
            }
        }

        @Test
        @Law("F-53 valid time is what was")
        void haveRunUntilTheyWereCanceled() {
            ask(aCustomer().on(aSubscription().to("team@1").is(CANCELED).until("2026-11-01")), "sso")
                    .gives("2026-10-31", "on", Reason.PLAN, "team@1")
                    .denies("2026-11-01", Reason.NO_ACTIVE_PHASE);
        }
    }

    @Nested
    class Variations {
        @Test
        void changeOnlyWhatTheyName() {
            ask(aCustomer().on(aSubscription().to("team@2", "yearly", null, 1L)), "invoices")
                    .gives(NOW, "400 per billing P1M, then overage", Reason.VARIATION, "team@2/yearly-bonus");
        }

        @Test
        void followTheMarket() {
            ask(aCustomer().in("FI").on("team@2"), "bank_payouts").gives(NOW, "on", Reason.VARIATION, "team@2/nordics");
            ask(aCustomer().in("DE").on("team@2"), "bank_payouts").denies("2026-12-24", Reason.NOT_IN_PLAN);
        }

        @Test
        void areDecidedByPriority() {
            var model = Catalogs.aModel("seats: { type: quantity }", """
                    team: { versions: [ { version: 1, grants: { seats: 1 }, billing: { stripe: [ { price: p } ] }, variations: [
                      { name: first, when: { term: yearly }, priority: 2, grants: { seats: 20 } },
                      { name: second, when: { market: nordics }, priority: 1, grants: { seats: 10 } } ] } ] }
                    """);
            var customer = aCustomer().in("NO").on(aSubscription().to("team@1", "yearly", null, null));
            Asked.of(model, customer, "seats").gives(NOW, "20", Reason.VARIATION, "team@1/first");
        }
    }

    @Nested
    class Trials {
        private final Model model = Catalogs.aModel("""
                seats: { type: quantity }
                calls: { type: metered }
                """, """
                team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] },
                  trial: { length: P14D, grants: { seats: 2, calls: { limit: 10 } } },
                  grants: { seats: 5, calls: { limit: 100, window: { every: P1D, anchor: calendar } } } } ] }
                """);

        @Test
        void replaceFieldByFieldUntilTheyEnd() {
            var customer =
                    aCustomer().on(aSubscription().to("team@1").is(TRIALING).trialUntil("2026-01-24"));
            Asked.of(model, customer, "seats")
                    .gives("2026-01-23", "2", Reason.PLAN, "team@1")
                    .phase("2026-01-23", TRIAL)
                    .gives("2026-01-24", "5", Reason.PLAN, "team@1")
                    .phase("2026-01-24", EVERGREEN);
            Asked.of(model, customer, "calls")
                    .gives("2026-01-23", "10 per calendar P1D in UTC", Reason.PLAN, "team@1")
                    .gives("2026-01-24", "100 per calendar P1D in UTC", Reason.PLAN, "team@1");
        }

        @Test
        void madeByHandLastAsLongAsTheVersionSays() {
            Asked.of(model, aCustomer().byHand(Kind.TRIAL, "team@1", "2026-11-10", null), "seats")
                    .gives("2026-11-23T23:59:59Z", "2", Reason.PLAN, "team@1")
                    .denies("2026-11-24", Reason.NO_ACTIVE_PHASE);
        }
    }

    @Nested
    class Promotions {
        private ACustomer enrolled() {
            return aCustomer().in("DE").on("team@2").enrolledIn("spring-sso", "2027-04-20");
        }

        @Test
        void beginWithTheirWindowAndLastAsLongAsGranted() {
            ask(enrolled(), "sso")
                    .denies("2027-04-30T21:59:59Z", Reason.NOT_IN_PLAN)
                    .gives("2027-04-30T22:00:00Z", "on", Reason.PROMOTION, "spring-sso")
                    .gives("2027-05-30T21:59:59Z", "on", Reason.PROMOTION, "spring-sso")
                    .denies("2027-05-30T22:00:00Z", Reason.NOT_IN_PLAN);
        }

        @Test
        void countFromTheSubscriptionThatBeginsLater() {
            var customer = aCustomer()
                    .in("DE")
                    .on(aSubscription().to("team@2").from("2027-05-20"))
                    .enrolledIn("spring-sso", "2027-05-20");
            ask(customer, "sso")
                    .gives("2027-06-18", "on", Reason.PROMOTION, "spring-sso")
                    .denies("2027-06-19", Reason.NOT_IN_PLAN);
        }

        @Test
        void areNothingToThoseWhoAreNotEnrolled() {
            ask(aCustomer().in("DE").on("team@2"), "sso").denies("2027-05-10", Reason.NOT_IN_PLAN);
        }

        @Test
        void standUnderTheBillingPolicy() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@2").late(UNPAID, "2027-05-05"))
                    .enrolledIn("spring-sso", "2027-04-20");
            ask(customer, "sso").denies("2027-05-10", Reason.BILLING_UNPAID);
        }
    }

    @Nested
    class BillingPolicies {
        @Test
        @Law({"F-44", "F-45"})
        void goThroughTheirStagesByTimeAlone() {
            var late = aCustomer().in("NO").on(aSubscription().to("team@2").late(PAST_DUE, "2026-11-10T08:00:00Z"));
            ask(late, "bank_payouts")
                    .gives("2026-11-10T07:59:59Z", "on", Reason.VARIATION, "team@2/nordics")
                    .gives("2026-11-20T07:59:59Z", "on", Reason.GRACE, "team@2/nordics")
                    .denies("2026-11-20T08:00:00Z", Reason.BILLING_PAST_DUE)
                    .denies("2026-11-30T08:00:00Z", Reason.BILLING_PAST_DUE);
            ask(late, "invoices")
                    .gives("2026-11-20T08:00:00Z", "300 per billing P1M, then overage", Reason.PLAN, "team@2")
                    .denies("2026-11-30T08:00:00Z", Reason.BILLING_PAST_DUE);
            ask(late, "support").gives("2027-11-30", "email", Reason.PLAN, "team@2");
        }

        @Test
        void keepAllWhenPaymentIsLateAndNothingIsSaid() {
            var model = Catalogs.aModel("sso: { type: switch }", """
                    team: { versions: [ { version: 1, grants: { sso: true }, billing: { stripe: [ { price: p } ] } } ] }
                    """);
            var late = aCustomer().on(aSubscription().to("team@1").late(PAST_DUE, "2026-01-20"));
            Asked.of(model, late, "sso").gives("2027-01-01", "on", Reason.PLAN, "team@1");
            var unpaid = aCustomer().on(aSubscription().to("team@1").late(UNPAID, "2026-01-20"));
            Asked.of(model, unpaid, "sso").denies("2026-02-01", Reason.BILLING_UNPAID);
        }

        @Test
        @Law("F-46")
        void ignorePausedCollectionUnlessItIsNamed() {
            ask(aCustomer().on(aSubscription().to("team@1").collectionPaused()), "sso")
                    .gives(NOW, "on", Reason.PLAN, "team@1");
            var named = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    features: { sso: { type: switch } }
                    plans: { team: { versions: [ { version: 1, grants: { sso: true }, billing: { stripe: [ { price: p } ] } } ] } }
                    billingPolicy: { paused_collection: { deny: [sso] } }
                    """);
            Asked.of(named, aCustomer().on(aSubscription().to("team@1").collectionPaused()), "sso")
                    .denies(NOW, Reason.PAUSED);
        }

        @Test
        void takeOnlyFromTheSubscriptionThatIsLate() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@1").late(UNPAID, "2026-11-01"))
                    .on("team@1");
            ask(customer, "sso").gives(NOW, "on", Reason.PLAN, "team@1");
        }
    }

    @Nested
    class Merging {
        private final Model model = Catalogs.aModel("""
                seats: { type: quantity, default: 1 }
                credits: { type: quantity, merge: sum, default: 10 }
                calls: { type: metered }
                theme: { type: level, levels: [plain, dark, custom], merge: replace }
                """, """
                small: { rank: 10, versions: [ { version: 1, billing: { stripe: [ { price: s } ] }, grants: {
                  seats: unlimited, credits: 5, theme: custom, calls: { limit: 900, window: { every: P1D } } } } ] }
                large: { rank: 20, versions: [ { version: 1, billing: { stripe: [ { price: l } ] }, grants: {
                  seats: 3, credits: 7, theme: dark, calls: { limit: 100, window: { every: P1M } } } } ] }
                """);

        private final ACustomer onBoth = aCustomer().on("small@1").on("large@1");

        @Test
        void takesTheGreatestOrTheSumOrTheBetterPlans() {
            Asked.of(model, onBoth, "seats").gives(NOW, "unlimited", Reason.PLAN, "small@1");
            Asked.of(model, onBoth, "credits").gives(NOW, "22", Reason.PLAN, "large@1");
            Asked.of(model, onBoth, "theme").gives(NOW, "dark", Reason.PLAN, "large@1");
        }

        @Test
        void fallsBackToTheDefault() {
            Asked.of(model, aCustomer(), "seats").gives(NOW, "1", Reason.DEFAULT, "seats");
            Asked.of(model, aCustomer(), "credits").gives(NOW, "10", Reason.DEFAULT, "credits");
        }

        @Test
        void letsTheBetterPlanWinWholeWhereWindowsDiffer() {
            Asked.of(model, onBoth, "calls").gives(NOW, "100 per billing P1M", Reason.PLAN, "large@1");
            assertThat(Resolver.findings(model, onBoth.facts(), at(NOW)))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.type()).isEqualTo(Finding.Type.WINDOW_MISMATCH);
                        assertThat(finding.ref()).isEqualTo("acme/calls");
                    });
            assertThat(Resolver.findings(model, aCustomer().on("small@1").facts(), at(NOW)))
                    .isEmpty();
        }

        @Test
        @Law("F-48")
        void keepsWhatTheOtherSubscriptionGivesWhenOneIsCanceled() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@1").is(CANCELED).until("2026-11-01"))
                    .on("team@1");
            ask(customer, "sso").gives(NOW, "on", Reason.PLAN, "team@1");
        }

        @Test
        void countsFromTheAnchorOfTheOneThatIsPaidForWhereBothGiveTheSame() {
            var same = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    features: { calls: { type: metered } }
                    plans: { team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] },
                      grants: { calls: { limit: 10, window: { every: P1M } } } } ] } }
                    billingPolicy: { past_due: { grace: P30D } }
                    """);
            var customer = aCustomer()
                    .on(aSubscription()
                            .to("team@1")
                            .from("2026-01-01")
                            .anchored("2026-01-05")
                            .late(PAST_DUE, "2026-11-10"))
                    .on(aSubscription().to("team@1").from("2026-03-01").anchored("2026-03-17"));
            assertThat(Asked.of(same, customer, "calls").on(NOW).outcome())
                    .isInstanceOfSatisfying(Segment.Outcome.Granted.class, granted -> {
                        assertThat(granted.reason()).isEqualTo(Reason.PLAN);
                        assertThat(((Allowance.Metered) granted.allowance()).anchor())
                                .isEqualTo(at("2026-03-17"));
                    });
        }

        @Test
        void sumsFromTheAnchorOfTheBillingSystemThatHasPrecedence() {
            var summed = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    features: { calls: { type: metered, merge: sum } }
                    plans: { team: { versions: [ { version: 1, billing: { stripe: [ { price: p } ] },
                      grants: { calls: { limit: 10, window: { every: P1M } } } } ] } }
                    precedence: [recurly, stripe]
                    """);
            var customer = aCustomer()
                    .on(aSubscription().to("team@1").from("2026-01-01").anchored("2026-01-05"))
                    .on(aSubscription()
                            .to("team@1")
                            .by("recurly")
                            .from("2026-03-01")
                            .anchored("2026-03-17"));
            var segment = Asked.of(summed, customer, "calls").on(NOW);
            assertThat(segment.outcome())
                    .isInstanceOfSatisfying(
                            Segment.Outcome.Granted.class,
                            granted -> assertThat(((Allowance.Metered) granted.allowance()).anchor())
                                    .isEqualTo(at("2026-03-17")));
        }
    }

    @Nested
    class AddOns {
        @Test
        void addAsOftenAsTheyWereBought() {
            ask(aCustomer().on(aSubscription().to("team@2").addOn("extra_invoices@1", 3)), "invoices")
                    .gives(NOW, "600 per billing P1M, then overage", Reason.ADDON, "extra_invoices@1");
        }

        @Test
        void countNoMoreThanAllowedHoweverTheyAreSpread() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@2").addOn("extra_invoices@1", 7))
                    .on(aSubscription().addOn("extra_invoices@1", 7));
            ask(customer, "invoices")
                    .gives(NOW, "1300 per billing P1M, then overage", Reason.ADDON, "extra_invoices@1");
        }

        @Test
        void needTheirPlan() {
            ask(aCustomer().on(aSubscription().addOn("extra_invoices@1", 1)), "invoices")
                    .denies(NOW, Reason.NO_ACTIVE_PHASE);
        }

        @Test
        void followThePolicyOfTheirOwnSubscription() {
            var customer = aCustomer()
                    .on("team@2")
                    .on(aSubscription().addOn("extra_invoices@1", 1).late(UNPAID, "2026-11-01"));
            ask(customer, "invoices").gives(NOW, "300 per billing P1M, then overage", Reason.PLAN, "team@2");
        }

        @Test
        void addToWhatAnotherGivesWholeWhicheverWasBoughtFirst() {
            var model = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    features: { seats: { type: quantity } }
                    plans: { team: { versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } } ] } }
                    addOns:
                      hall: { versions: [ { version: 1, grants: { seats: 50 } } ] }
                      more: { versions: [ { version: 1, grants: { seats: { add: 10 } } } ] }
                    """);
            var hallFirst = aCustomer()
                    .on(aSubscription().to("team@1").addOn("hall@1", 1))
                    .on(aSubscription().addOn("more@1", 1).from("2026-03-01"));
            var moreFirst = aCustomer()
                    .on(aSubscription().to("team@1").addOn("more@1", 1))
                    .on(aSubscription().addOn("hall@1", 1).from("2026-03-01"));
            Asked.of(model, hallFirst, "seats").gives(NOW, "60", Reason.ADDON, "more@1");
            Asked.of(model, moreFirst, "seats").gives(NOW, "60", Reason.ADDON, "more@1");
        }

        @Test
        void giveALevelAndASwitchAsWell() {
            var model = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    features:
                      support: { type: level, levels: [email, manager] }
                      seats: { type: quantity }
                    plans: { team: { versions: [ { version: 1, grants: { support: email }, billing: { stripe: [ { price: p } ] } } ] } }
                    addOns: { care: { versions: [ { version: 1, grants: { support: manager, seats: { add: unlimited } } } ] } }
                    """);
            var customer = aCustomer().on(aSubscription().to("team@1").addOn("care@1", 1));
            Asked.of(model, customer, "support").gives(NOW, "manager", Reason.ADDON, "care@1");
            Asked.of(model, customer, "seats").gives(NOW, "unlimited", Reason.ADDON, "care@1");
        }
    }

    @Nested
    class Overrides {
        @Test
        void letInWhoHasNotPaidUntilFriday() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@1").late(UNPAID, "2026-11-01"))
                    .override(Effect.GRANT, "sso", null, "2026-11-20", "2026-11-27");
            ask(customer, "sso")
                    .denies("2026-11-19", Reason.BILLING_UNPAID)
                    .gives("2026-11-20", "on", Reason.OVERRIDE, "ovr_0")
                    .denies("2026-11-27", Reason.BILLING_UNPAID);
        }

        @Test
        void giveBackWhatThePlanGivesWhenTheyNameNoValue() {
            var customer = aCustomer()
                    .on(aSubscription().to("team@2").late(UNPAID, "2026-11-01"))
                    .override(Effect.GRANT, "invoices", null, "2026-11-20", "2026-11-27");
            ask(customer, "invoices").gives(NOW, "300 per billing P1M, then overage", Reason.OVERRIDE, "ovr_0");
        }

        @Test
        void giveAllThatWouldBeThereIfAllWerePaid() {
            var model = Catalogs.aModel("seats: { type: quantity, merge: sum }", """
                    team: { versions: [ { version: 1, grants: { seats: 5 }, billing: { stripe: [ { price: p } ] } } ] }
                    """);
            var customer = aCustomer()
                    .on(aSubscription().to("team@1").late(UNPAID, "2026-11-01"))
                    .on(aSubscription().to("team@1").late(UNPAID, "2026-11-01"))
                    .on("team@1")
                    .override(Effect.GRANT, "seats", null, "2026-11-20", "2026-11-27");
            Asked.of(model, customer, "seats")
                    .gives("2026-11-19", "5", Reason.PLAN, "team@1")
                    .gives(NOW, "15", Reason.OVERRIDE, "ovr_0");
        }

        @Test
        void neverLowerByAGrantAndReplaceByASet() {
            var granted =
                    aCustomer().on("team@2").override(Effect.GRANT, "seats", limit(2), "2026-11-01", "2026-12-01");
            ask(granted, "seats").gives(NOW, "5", Reason.PLAN, "team@2");
            var set = aCustomer()
                    .on("team@2")
                    .override(Effect.SET, "seats", limit(2), "2026-11-01", "2026-12-01")
                    .override(Effect.GRANT, "seats", limit(50), "2026-11-01", "2026-12-01");
            ask(set, "seats").gives(NOW, "2", Reason.OVERRIDE, "ovr_0");
        }

        @Test
        void takeTheNewestSetAndTheUsersBeforeTheCustomers() {
            var customer = aCustomer()
                    .on("team@2")
                    .override(Effect.SET, "seats", limit(7), "2026-11-01", "2026-12-01", "ann", false)
                    .override(Effect.SET, "seats", limit(2), "2026-11-01", "2026-12-01")
                    .override(Effect.SET, "seats", limit(3), "2026-11-01", "2026-12-01");
            ask(customer, "seats").gives(NOW, "3", Reason.OVERRIDE, "ovr_2");
            ask(customer, "seats").by("ann").gives(NOW, "7", Reason.OVERRIDE, "ovr_0");
            ask(customer, "seats").by("bob").gives(NOW, "3", Reason.OVERRIDE, "ovr_2");
        }

        @Test
        @Law("L-3 a deny always denies")
        void denyAboveEverything() {
            var customer = aCustomer()
                    .on("team@1")
                    .override(Effect.DENY, "sso", null, "2026-11-01", "2026-12-01")
                    .override(Effect.GRANT, "sso", null, "2026-11-01", "2026-12-01", "ann", false)
                    .override(Effect.SET, "sso", new Value.Switch(true), "2026-11-01", "2026-12-01", "ann", false);
            ask(customer, "sso").by("ann").denies(NOW, Reason.REVOKED_BY_OVERRIDE);
        }

        @Test
        void keepTheWindowAndNeedNoPhase() {
            var customer =
                    aCustomer().on("team@2").override(Effect.GRANT, "invoices", limit(500), "2026-11-01", "2026-12-01");
            ask(customer, "invoices").gives(NOW, "500 per billing P1M, then overage", Reason.OVERRIDE, "ovr_0");
            var nobody = aCustomer().override(Effect.GRANT, "invoices", limit(20), "2026-11-01", "2026-12-01");
            ask(nobody, "invoices")
                    .gives(NOW, "20 per billing P1M", Reason.OVERRIDE, "ovr_0")
                    .phase(NOW, null);
        }

        @Test
        void decideNothingWhenTheirValueIsNoneForTheFeature() {
            var customer = aCustomer()
                    .on("team@1")
                    .override(Effect.SET, "sso", limit(5), "2026-11-01", "2026-12-01")
                    .override(Effect.SET, "support", new Value.Level("gold"), "2026-11-01", "2026-12-01")
                    .override(Effect.GRANT, "seats", new Value.Switch(true), "2026-11-01", "2026-12-01");
            ask(customer, "sso").gives(NOW, "on", Reason.PLAN, "team@1");
            ask(customer, "support").gives(NOW, "email", Reason.PLAN, "team@1");
            ask(customer, "seats").gives(NOW, "5", Reason.PLAN, "team@1");
        }
    }

    @Nested
    class Markets {
        @Test
        void openAtTheirTimeOfDayWithNobodyDeploying() {
            var model = Catalogs.model("""
                    format: 1
                    catalog: { key: test }
                    markets: { eea: [DE] }
                    features: { payouts: { type: switch, default: true, availableIn: [ { market: eea, from: 2026-12-01T06:00:00+01:00 } ] } }
                    plans: {}
                    """);
            Asked.of(model, aCustomer().in("DE"), "payouts")
                    .denies("2026-12-01T04:59:59Z", Reason.NOT_YET_AVAILABLE)
                    .gives("2026-12-01T05:00:00Z", "on", Reason.DEFAULT, "payouts");
        }

        @Test
        void areClosedToThoseOfUnknownCountry() {
            ask(aCustomer().on("team@2"), "bank_payouts").denies(NOW, Reason.NOT_AVAILABLE_IN_MARKET);
        }

        @Test
        void arePassedOnlyByAnOverrideThatSaysSo() {
            var plain = aCustomer().in("US").override(Effect.GRANT, "bank_payouts", null, "2026-11-01", "2026-12-01");
            ask(plain, "bank_payouts").denies(NOW, Reason.NOT_AVAILABLE_IN_MARKET);
            var passing = aCustomer()
                    .in("US")
                    .override(Effect.GRANT, "bank_payouts", null, "2026-11-01", "2026-12-01", null, true);
            ask(passing, "bank_payouts")
                    .gives(NOW, "on", Reason.OVERRIDE, "ovr_0")
                    .denies("2026-12-01", Reason.NOT_AVAILABLE_IN_MARKET);
        }

        @Test
        void mayBeAskedForAnotherCountry() {
            var facts = aCustomer().in("DE").on("team@2").facts().in("SE");
            var feature = new FeatureKey("bank_payouts");
            assertThat(Resolver.explain(HARBOR, facts, feature, at(NOW))
                            .segment()
                            .outcome()
                            .reason())
                    .isEqualTo(Reason.VARIATION);
        }
    }

    @Test
    void saysGraceOnlyWhereTheAnswerNeedsIt() {
        var customer = aCustomer()
                .on(aSubscription().to("team@1").late(PAST_DUE, "2026-11-15"))
                .on(aSubscription().to("team@1").is(ACTIVE));
        ask(customer, "sso").gives(NOW, "on", Reason.PLAN, "team@1");
        ask(aCustomer().on(aSubscription().to("team@1").late(PAST_DUE, "2026-11-15")), "sso")
                .gives(NOW, "on", Reason.GRACE, "team@1");
    }
}
