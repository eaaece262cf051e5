package dev.plumbline.sync.stories;

import dev.plumbline.simulated.stripe.Change;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.simulated.stripe.Start;
import dev.plumbline.simulated.stripe.Subscription;
import dev.plumbline.sync.support.RunningPlumbline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A running Plumbline with a model made for stories, and the shop at Stripe that it follows. */
final class Shop implements AutoCloseable {
    /** One price, {@code team}, serves two versions, one after the other. */
    private static final String CATALOG = """
            format: 1
            catalog: { key: pilot, name: Pilot, owner: pricing@pilot.example, currency: EUR }
            features:
              sso:     { name: Single sign-on, type: switch }
              reports: { name: Reports, type: switch }
              seats:   { name: Team members, type: quantity, unit: seat, merge: max }
            plans:
              team:
                name: Team
                rank: 20
                versions:
                  - version: 1
                    sellable: { from: 2024-01-01, until: 2026-06-01 }
                    grants: { sso: true, seats: { fromBilling: true } }
                    billing:
                      stripe:
                        - { lookupKey: team, term: monthly, quantityOf: seats, listPrice: 1200 }
                        - { lookupKey: team_yearly, term: yearly, quantityOf: seats }
                  - version: 2
                    sellable: { from: 2026-06-01 }
                    grants: { sso: true, seats: { fromBilling: true } }
                    billing:
                      stripe:
                        - { lookupKey: team, term: monthly, quantityOf: seats, listPrice: 1200 }
                        - { lookupKey: team_yearly, term: yearly, quantityOf: seats }
              business:
                name: Business
                rank: 30
                versions:
                  - version: 1
                    sellable: { from: 2024-01-01 }
                    grants: { sso: true, reports: true, seats: { fromBilling: true } }
                    billing: { stripe: [ { lookupKey: business, term: monthly, quantityOf: seats } ] }
            addOns:
              metered_calls:
                versions:
                  - { version: 1, requires: { plans: [team, business] }, grants: { reports: true },
                      billing: { stripe: [ { lookupKey: calls } ] } }
            billingPolicy:
              paused: { deny: [sso] }
              paused_collection: { deny: [sso] }
            """;

    final RunningPlumbline plumbline;
    final SimulatedStripe stripe;

    private Shop(RunningPlumbline plumbline) {
        this.plumbline = plumbline;
        this.stripe = plumbline.stripe();
        var catalogue = stripe.catalogue();
        catalogue.createProduct("prod_team", "Team");
        catalogue.createProduct("prod_business", "Business");
        price(NewPrice.monthly("prod_team", "eur", 1_200), "team");
        price(NewPrice.yearly("prod_team", "eur", 12_000), "team_yearly");
        price(NewPrice.monthly("prod_business", "eur", 2_500), "business");
        price(NewPrice.monthly("prod_team", "eur", 1).byUse(), "calls");
        price(NewPrice.monthly("prod_team", "eur", 900), "unmapped");
    }

    private void price(NewPrice price, String key) {
        stripe.catalogue().createPrice(price.withId("price_" + key).keyed(key));
    }

    static Shop open() {
        return open(options -> {});
    }

    static Shop open(Consumer<RunningPlumbline.Options> more) {
        try {
            Path file = Files.createTempDirectory("plumbline-stories").resolve("pilot.yaml");
            Files.writeString(file, CATALOG);
            return new Shop(RunningPlumbline.start(options -> {
                options.with("plumbline.catalog", file.toString());
                more.accept(options);
            }));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Subscription buys(String customer, Line... lines) {
        return told(stripe.subscriptions().checkout(NewCustomer.named(customer).withId(customer), lines));
    }

    /** Since then, and we heard of it at once. */
    Subscription boughtAt(Instant then, String customer, Line... lines) {
        List<Event> events = new ArrayList<>();
        Subscription bought = stripe.at(then, () -> {
            events.addAll(stripe.customers()
                    .create(NewCustomer.named(customer).withId(customer))
                    .events());
            Change<Subscription> started = stripe.subscriptions().start(customer, Start.now(), List.of(lines));
            events.addAll(started.events());
            return started.object();
        });
        events.forEach(plumbline::deliver);
        plumbline.comeToRest();
        return bought;
    }

    /** Every webhook of it is delivered and answered. */
    <T extends dev.plumbline.simulated.stripe.StripeObject> T told(Change<T> change) {
        change.events().forEach(plumbline::deliver);
        plumbline.comeToRest();
        return change.object();
    }

    Subscription now(String subscription) {
        return stripe.reading().subscriptions().get(subscription);
    }

    JsonNode at(String customer, String feature, Instant instant) {
        return plumbline.json("/v1/customers/" + customer + "/entitlements/" + feature + "?at=" + instant + "&knownAt="
                + Instant.now());
    }

    String sso(String customer, Instant instant) {
        JsonNode answer = at(customer, "sso", instant);
        return answer.path("hasAccess").asBoolean()
                ? "granted"
                : answer.path("reason").asString();
    }

    boolean has(String customer, String feature, Instant instant) {
        return at(customer, feature, instant).path("hasAccess").asBoolean();
    }

    long seats(String customer, Instant instant) {
        return at(customer, "seats", instant).path("limit").asLong();
    }

    long seats(String customer) {
        return seats(customer, Instant.now());
    }

    long versions(String customer) {
        return plumbline
                .sql()
                .sql("select version from customer where key = ?")
                .param(customer)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    List<JsonNode> breaks(String type, String state) {
        List<JsonNode> found = new ArrayList<>();
        plumbline
                .json("/v1/breaks?type=" + type + "&state=" + state)
                .get("data")
                .forEach(found::add);
        return found;
    }

    List<String> open(String type, String customer) {
        return breaks(type, "open").stream()
                .filter(one -> one.path("customer").asString("").equals(customer))
                .map(one -> one.path("detail").asString())
                .toList();
    }

    /** As an operator would who wonders. */
    void refresh(String customer) {
        plumbline.post("/v1/customers/" + customer + "/refresh", "application/json", "{}");
        plumbline.comeToRest();
    }

    /** Whatever the subject still waits for, a second look or that a lagging answer settles, comes now. */
    void settle(String subject) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (plumbline
                        .sql()
                        .sql("select count(*) from subject where id = ? and dirty_seq is not null")
                        .param(subject)
                        .query(Long.class)
                        .single()
                > 0) {
            if (System.nanoTime() > until) {
                throw new AssertionError(subject + " does not settle");
            }
            plumbline
                    .sql()
                    .sql(
                            "update subject set due_at = clock_timestamp() where dirty_seq is not null and lease_until is null")
                    .update();
            plumbline.comeToRest();
        }
    }

    @Override
    public void close() {
        plumbline.close();
    }
}
