package dev.plumbline.simulated.demo;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Harbor invoicing at its billing provider: 43 customers in every state a subscription can be in, and a life that goes
 * on. The customers are listed in {@code harbor-customers.csv}; those marked {@code still} keep their state but for
 * renewals that are due. All amounts are euros in cents, per unit.
 *
 * <table>
 * <caption>Prices, to be mapped by the demo's catalog</caption>
 * <tr><th>price id</th><th>lookup key</th><th>product</th><th>interval</th><th>amount</th><th>quantity</th></tr>
 * <tr><td>price_starter_m</td><td>starter_monthly</td><td>prod_starter</td><td>month</td><td>900</td><td>1</td></tr>
 * <tr><td>price_starter_y</td><td>starter_yearly</td><td>prod_starter</td><td>year</td><td>9000</td><td>1</td></tr>
 * <tr><td>price_team_m_v1</td><td>none</td><td>prod_team</td><td>month</td><td>4900</td><td>1</td></tr>
 * <tr><td>price_team_y_v1</td><td>none</td><td>prod_team</td><td>year</td><td>49000</td><td>1</td></tr>
 * <tr><td>price_team_m_2026</td><td>team_monthly_2026</td><td>prod_team</td><td>month</td><td>1200</td><td>seats</td></tr>
 * <tr><td>price_team_y_2026</td><td>team_yearly_2026</td><td>prod_team</td><td>year</td><td>12000</td><td>seats</td></tr>
 * <tr><td>price_business_m</td><td>business_monthly</td><td>prod_business</td><td>month</td><td>2500</td><td>seats</td></tr>
 * <tr><td>price_business_y</td><td>business_yearly</td><td>prod_business</td><td>year</td><td>25000</td><td>seats</td></tr>
 * <tr><td>price_addon_invoices_100</td><td>addon_invoices_100</td><td>prod_extra_invoices</td><td>month</td><td>1500</td><td>packs</td></tr>
 * <tr><td>price_invoices_metered</td><td>invoices_metered</td><td>prod_invoices_by_use</td><td>month</td><td>10</td><td>metered</td></tr>
 * <tr><td>price_legacy_special</td><td>legacy_special</td><td>prod_legacy</td><td>month</td><td>3300</td><td>1; left unmapped on purpose</td></tr>
 * </table>
 */
public final class DemoCompany {
    public static final String NAME = "Harbor invoicing";

    private final SimulatedStripe stripe;
    private final Set<String> still = new HashSet<>();
    private final Life life;
    private final Invoicing invoicing;
    private int plantings;

    private DemoCompany(SimulatedStripe stripe, long seed) {
        this.stripe = stripe;
        this.life = new Life(stripe, new SplittableRandom(seed), still);
        this.invoicing = new Invoicing(stripe);
    }

    /** Fills an empty account with the company's catalogue, its customers and their past. */
    public static DemoCompany found(SimulatedStripe stripe, long seed) {
        DemoCompany company = new DemoCompany(stripe, seed);
        stripe.at(stripe.now().minusSeconds(800L * 86_400), () -> {
            HarborPrices.create(stripe.catalogue(), stripe.metering());
            return stripe;
        });
        Past past = new Past(stripe);
        List<Founder> founders = Founder.all();
        for (int i = 0; i < founders.size(); i++) {
            past.relate(founders.get(i), 6 + i * 7 % 20);
            if (founders.get(i).still()) {
                company.still.add(founders.get(i).customer().id());
            }
        }
        company.invoicing.begin();
        return company;
    }

    /**
     * The invoices that customers have issued by now, and the billing system is told of those that are paid by use, but for what a
     * fault of the company's keeps from it. The same again after a restart: each has an id of its own.
     */
    public synchronized List<Use> uses(Instant now) {
        return invoicing.until(now);
    }

    /** What the provider would still list of the past: the events of the last thirty days, oldest first. */
    public List<Event> recentEvents() {
        List<Event> events = new ArrayList<>(stripe.reading().events().all().toList());
        Collections.reverse(events);
        return events;
    }

    /** What is due happens; when nothing is, one plausible thing happens to one customer. Never nothing. */
    public synchronized List<Event> tick() {
        return life.goOn();
    }

    /**
     * Breaks are planted: the first time one of each kind, the second time so many that a nightly run asks a person. After that
     * nothing happens.
     *
     * @return the events that tell of some; of the others none does
     */
    public synchronized List<Event> plant() {
        plantings++;
        var planting = new Planting(stripe);
        stripe.silently(() -> {
            if (plantings == 1) {
                planting.firstTime();
            } else if (plantings == 2) {
                planting.secondTime();
            }
            return plantings;
        });
        return plantings == 1 ? planting.told() : List.of();
    }

    /** Who has been touched by planting: nobody is to look at them, or what was planted is found at once. */
    public synchronized Set<String> planted() {
        return plantings == 0 ? Set.of() : Planting.TOUCHED;
    }

    /** Something happens of which no event will ever tell: only a comparison with the provider finds it. */
    public synchronized void driftUnheard() {
        stripe.silently(life::goOn);
    }
}
