package dev.plumbline.sync.console;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Customers of the demo catalog for pages to show: usual ones, and some with names that mean harm. */
final class Company {
    static final String ACME = "cus_acme";
    static final String HARMFUL = "cus_harm";
    static final String ENDLESS = "cus_endless";
    static final String TURNED = "cus_turned";
    static final String FORMULA = "cus_formula";
    /** A key that is hostile itself. */
    static final String KEY = "<b onclick=alert(1)>&\"'/%2e;x";

    static final String SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"alert(1)\">[[${7*7}]]";

    private Company() {}

    static void found(RunningPlumbline plumbline) {
        prices(plumbline);
        subscribe(plumbline, new NewCustomer(ACME, "Acme Rockets", "buyer@acme.example", "FI"), "price_team", 7);
        subscribe(
                plumbline,
                NewCustomer.named("Bryggen Kontor").withId("cus_bryggen").in("NO"),
                "price_starter",
                1);
        subscribe(
                plumbline,
                NewCustomer.named("Café Ünïcødé 東京").withId("cus_cafe").in("DE"),
                "price_business",
                40);
        subscribe(plumbline, NewCustomer.named(SCRIPT).withId(HARMFUL).in("FI"), "price_team", 5);
        subscribe(
                plumbline, NewCustomer.named("W".repeat(10_000)).withId(ENDLESS).in("FI"), "price_team", 5);
        subscribe(
                plumbline,
                NewCustomer.named("\u202Egnp.tnemyap \u2066 مرحبا")
                        .withId(TURNED)
                        .in("FI"),
                "price_team",
                5);
        subscribe(
                plumbline,
                NewCustomer.named("=HYPERLINK(\"http://evil.example\",\"paid\")")
                        .withId(FORMULA)
                        .in("FI"),
                "price_team",
                5);
        plumbline.comeToRest();
        expect(plumbline.send(plumbline
                .request("/v1/customers/"
                        + java.net.URLEncoder.encode(KEY, StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .header("Content-Type", "application/json")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"Key of its own\",\"country\":\"DK\"}"))
                .build()));
        use(plumbline, ACME, 260);
        override(plumbline, ACME, "sso", "grant", 5);
        override(plumbline, HARMFUL, "api_access", "deny", 20);
    }

    private static void prices(RunningPlumbline plumbline) {
        var catalogue = plumbline.stripe().catalogue();
        Map.of("starter", 1_900L, "team", 1_200L, "business", 2_400L).forEach((plan, cents) -> {
            catalogue.createProduct("prod_" + plan, plan);
            catalogue.createPrice(NewPrice.monthly("prod_" + plan, "eur", cents)
                    .withId("price_" + plan)
                    .keyed(plan.equals("team") ? "team_monthly_2026" : plan + "_monthly"));
        });
    }

    private static void subscribe(RunningPlumbline plumbline, NewCustomer customer, String price, long quantity) {
        List<Event> events = plumbline
                .stripe()
                .subscriptions()
                .checkout(customer, Line.of(price, quantity))
                .events();
        events.forEach(plumbline::deliver);
    }

    private static void use(RunningPlumbline plumbline, String customer, int times) {
        var events = new StringBuilder("[");
        for (int i = 0; i < times; i++) {
            events.append(i == 0 ? "" : ",").append("""
                    {"specversion":"1.0","id":"u-%d","source":"test","type":"invoice.issued","subject":"%s","time":"%s"}
                    """.formatted(i, customer, Instant.now()));
        }
        expect(plumbline.post(
                "/v1/usage",
                "application/cloudevents-batch+json",
                events.append(']').toString()));
    }

    private static void override(RunningPlumbline plumbline, String customer, String feature, String effect, int days) {
        expect(plumbline.post("/v1/customers/" + customer + "/overrides", "application/json", """
                {"feature":"%s","effect":"%s","validUntil":"%s","reason":"Goodwill: after the outage of last week",
                 "link":"https://support.example/4711"}
                """.formatted(
                        feature, effect, Instant.now().plus(Duration.ofDays(days)))));
    }

    private static void expect(java.net.http.HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }
}
