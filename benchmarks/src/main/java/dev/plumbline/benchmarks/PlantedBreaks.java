package dev.plumbline.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * Breaks of every type that a run can find, the same number of each, all over an account; and what a report is to say of them:
 * customer, type and money a month, as a person would work it out by hand.
 */
final class PlantedBreaks {
    /** Of each type. */
    static final int EACH = 20;

    private static final int TYPES = 12;
    private static final long PAID = LargeAccount.SEATS * LargeAccount.AMOUNT;

    private final LargeAccount account;
    private final ReconciledJar jar;
    private final Map<String, String> expected = new TreeMap<>();

    PlantedBreaks(LargeAccount account, ReconciledJar jar) {
        this.account = account;
        this.jar = jar;
    }

    Map<String, String> plant() {
        for (int i = 0; i < EACH; i++) {
            expect(Crowd.key(i), "UNMAPPED_PRICE none"); // that was so from the beginning
            int joining = account.size() + i;
            account.join(joining, LargeAccount.PRICE);
            expect(Crowd.key(joining), "PAID_BUT_BLOCKED " + PAID + " EUR");
            atTheBillingSystem(i);
            inOurTables(i);
        }
        jar.awaitResolved();
        wrongAnswers();
        return expected;
    }

    /** All over the list, and none twice. */
    private String customer(int type, int number) {
        int place = (type - 1) * EACH + number;
        return Crowd.key(EACH + place * ((account.size() - EACH) / (TYPES * EACH)));
    }

    private void expect(String customer, String what) {
        if (expected.put(customer, what) != null) {
            throw new IllegalStateException(customer + " is planted twice");
        }
    }

    private void atTheBillingSystem(int i) {
        var stripe = account.stripe();
        plant(
                customer(1, i),
                "UNPAID_BUT_ACTIVE " + PAID + " EUR",
                one -> account.silently(() -> stripe.cancellations().now(subscription(one))));
        plant(
                customer(2, i),
                "PLAN_MISMATCH " + LargeAccount.SEATS * 3_000 + " EUR",
                one -> move(one, "business_monthly"));
        plant(customer(3, i), "QUANTITY_MISMATCH " + 3 * LargeAccount.AMOUNT + " EUR", one -> seats(one, 9));
        plant(customer(4, i), "TERM_OR_CURRENCY_MISMATCH 1450 EUR", one -> move(one, "team_yearly"));
        plant(
                customer(5, i),
                "STALE_LINK " + PAID + " EUR",
                one -> account.silently(() -> stripe.customers().delete(one)));
        plant(
                customer(6, i),
                "EVENT_MISSED none",
                one -> account.silently(() -> stripe.customers().update(one, who -> who.named("Renamed"))));
        plant(
                customer(7, i),
                "LIMIT_MISMATCH unknown",
                one -> account.silently(() -> stripe.customers().update(one, who -> who.livingIn("DE"))));
    }

    private void inOurTables(int i) {
        plant(customer(8, i), "UNLINKED_SUBSCRIPTION " + 9 * LargeAccount.AMOUNT + " EUR", one -> {
            jar.change("delete from customer_link where provider_customer = '" + one + "'");
            jar.change("""
                    insert into customer_unlinked (provider, account, provider_customer, customer_key, unlinked_by, reason)
                    values ('stripe', 'default', '%s', '%s', 'a person', 'a benchmark')
                    """.formatted(one, one));
            jar.change("update customer set dirty_seq = nextval('customer_dirty_seq') where key = '" + one + "'");
            seats(one, 9);
        });
        plant(customer(9, i), "OVERRIDE_EXPIRED_ACTIVE " + LargeAccount.SEATS * 4_900 + " EUR", one -> {
            jar.change("""
                    insert into customer_override (id, customer_key, feature, effect, valid_from, valid_until, reason, created_by)
                    values ('%s', '%s', 'f15', 'grant', now() - interval '9 days', now() - interval '1 day', 'x', 'x')
                    """.formatted("ovr_" + one, one));
            jar.change("update customer set dirty_seq = nextval('customer_dirty_seq') where key = '" + one + "'");
        });
        expect(customer(10, i), "STALE_RESOLUTION " + PAID + " EUR");
    }

    /** What somebody wrote, and no resolver said. */
    private void wrongAnswers() {
        for (int i = 0; i < EACH; i++) {
            jar.change("""
                    update entitlement set timeline = jsonb_set(timeline, '{f15}',
                        '[{"granted": true, "type": "switch", "reason": "OVERRIDE", "source": "override", "ref": "ovr_%s"}]')
                    where customer_key = '%s'
                    """.formatted(customer(9, i), customer(9, i)));
            jar.change("""
                    update entitlement e set timeline = (
                        select jsonb_object_agg(key, '[{"granted": false, "reason": "NOT_IN_PLAN", "source": "default", "ref": "x"}]'::jsonb)
                        from jsonb_each(e.timeline))
                    where customer_key = '%s'
                    """.formatted(customer(10, i)));
        }
    }

    private interface Planting {
        void at(String customer);
    }

    private void plant(String customer, String what, Planting planting) {
        expect(customer, what);
        planting.at(customer);
    }

    private String subscription(String customer) {
        return account.subscription(customer).id();
    }

    private void move(String customer, String price) {
        var one = account.subscription(customer);
        account.silently(() -> account.stripe()
                .subscriptions()
                .changePlan(one.id(), one.items().getFirst().id(), "price_" + price));
    }

    private void seats(String customer, long seats) {
        var one = account.subscription(customer);
        account.silently(() -> account.stripe()
                .subscriptions()
                .changeQuantity(one.id(), one.items().getFirst().id(), seats));
    }
}
