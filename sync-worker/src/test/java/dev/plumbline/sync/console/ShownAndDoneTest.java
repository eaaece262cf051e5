package dev.plumbline.sync.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.sync.login.Browser;
import dev.plumbline.sync.support.RunningPlumbline;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What a page shows before something is done, or taken away as a table, is what is done and what the table has. */
class ShownAndDoneTest {
    private static final Pattern FIELD = Pattern.compile("type=\"hidden\" name=\"([a-z_]+)\"(?: value=\"([^\"]*)\")?");

    private static RunningPlumbline plumbline;
    private static Browser operator;
    private static Browser product;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start();
        operator = Browser.of(plumbline, "operator", "operator");
        product = Browser.of(plumbline, "product", "product");
    }

    @AfterAll
    static void stop() {
        operator.close();
        product.close();
        plumbline.close();
    }

    /** The form of the page as it is sent when nothing but the reason is filled in. */
    private static HttpResponse<String> replay(HttpResponse<String> page) {
        var fields = new LinkedHashMap<String, String>();
        Matcher hidden = FIELD.matcher(page.body());
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2) == null ? "" : hidden.group(2));
        }
        fields.put("reason", "A test");
        return operator.post("/console/replay", fields);
    }

    @Test
    @DisplayName("A range with more deliveries than go at once is replayed to its end, the newest first, each once")
    void replaysAllOfARange() {
        plumbline.sql().sql("""
                        insert into inbox (provider, account, event_id, type, state, subject_kind, subject_id, payload)
                        select 'stripe', 'default', 'evt_' || n, 'customer.updated', 'KEPT', 'customer', 'cus_' || n % 7, '{}'
                        from generate_series(1, 1500) n
                        """).update();
        HttpResponse<String> first = operator.get("/console/replay?type=customer.updated&disposition=kept");
        assertThat(first.body()).contains("1,000+", "<b>7</b> subjects");

        String next = Browser.location(replay(first));
        assertThat(next).startsWith("/console/replay?").contains("cursor=");
        HttpResponse<String> second = operator.get(next);
        assertThat(second.body())
                .as("sent again, the newest were replayed once more, and the older ones never")
                .contains("1000 deliveries: 7 subjects", "The older ones are below", "<b>500</b> deliveries");

        assertThat(Browser.location(replay(second))).startsWith("/console/inbox?");
        List<String> ranges = plumbline
                .sql()
                .sql("select object_ref from audit where action = 'deliveries.replayed' order by id")
                .query((row, n) -> row.getString("object_ref"))
                .list();
        long oldest = plumbline.count("select min(id) from inbox");
        assertThat(ranges).containsExactly((oldest + 500) + "-" + (oldest + 1499), oldest + "-" + (oldest + 499));
    }

    @Test
    @DisplayName("The range that is looked at is the one that is replayed, to the second")
    void replaysTheRangeThatWasLookedAt() {
        String range = "since=2026-03-01T10:00:30Z&until=2026-03-01T10:00:40.5Z";
        plumbline.sql().sql("""
                        insert into inbox (provider, account, event_id, type, state, payload, received_at)
                        select 'stripe', 'default', 'evt_at_' || n, 'of.then', 'IGNORED', '{}',
                               timestamptz '2026-03-01T10:00:00Z' + n * interval '1 second' from generate_series(0, 59) n
                        """).update();
        HttpResponse<String> inbox = operator.get("/console/inbox?" + range);
        assertThat(inbox.body()).contains("since=2026-03-01T10:00:30Z&amp;until=2026-03-01T10:00:40.500Z");
        HttpResponse<String> looked = operator.get("/console/replay?" + range);
        assertThat(looked.body()).contains("<b>11</b> deliveries", "<b>0</b> subjects", "11 deliveries name nobody");
        String done = Browser.location(replay(looked));
        assertThat(URLDecoder.decode(done, StandardCharsets.UTF_8))
                .contains("since=2026-03-01T10:00:30Z", "until=2026-03-01T10:00:40.500Z");
        assertThat(operator.get(done).body())
                .as("cut to the minute it found none")
                .contains("11 deliveries: 0");
    }

    private static String draft() {
        String file = plumbline.text("select source from model_revision order by revision desc limit 1");
        String sold = "        billing: { stripe: [ { lookupKey: addon_invoices_100 } ] }\n";
        String draft = file.replace(sold, sold + """
                      - version: 2
                        sellable: { from: 2026-04-01 }
                        requires: { plans: [starter, team, business], max: 10 }
                        grants: { invoices: { add: 250 } }
                        billing: { stripe: [ { lookupKey: addon_invoices_250 } ] }
                """);
        assertThat(draft).isNotEqualTo(file);
        HttpResponse<String> planned = plumbline.post("/v1/catalog/plan", "application/yaml", draft);
        assertThat(planned.statusCode()).as(planned.body()).isLessThan(300);
        return JsonMapper.builder().build().readTree(planned.body()).path("id").asString();
    }

    @Test
    @DisplayName(
            "A draft that changes an add-on only is told to differ, and the CSV has the rows and columns of the page")
    void tellsWhatADraftChanges() {
        String page = "?differences=true&onSale=true&model=" + draft();
        String matrix = product.get("/console/matrix" + page).body();
        assertThat(matrix)
                .as("no feature differs, it said")
                .contains("extra_invoices@2", "250 more each", "class=\"marked\"", "Invoices per month")
                .doesNotContain("No feature", "Single sign-on", "team@1");
        List<String> table =
                product.get("/console/matrix.csv" + page).body().lines().toList();
        assertThat(table)
                .as("the whole matrix was taken away, whatever was filtered")
                .hasSize(2);
        assertThat(table.getFirst()).contains("extra_invoices@2").doesNotContain("team@1");
        assertThat(table.getLast()).contains("Invoices per month", "250 more each");
    }

    @Test
    @DisplayName("The revision in force is not said to be another one")
    void knowsWhatIsInForce() {
        long inForce = plumbline.count("select max(revision) from model_revision");
        assertThat(product.get("/console/matrix?model=" + inForce).body())
                .contains("Revision " + inForce)
                .doesNotContain("not the model in force");
    }

    @Test
    @DisplayName(
            "Who looks at a plan that is not sold on the term of the one before sees it on its own, and a wrong plan is told on the page")
    void comparesWithAnyPlan() {
        plumbline.put("/v1/customers/compared", Map.of("country", "FI"));
        String path = "/console/customers/compared/compare";
        for (String more : List.of("", ".csv")) {
            HttpResponse<String> other = product.get(path + more + "?plan=team@2&term=every-decade");
            assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
            assertThat(other.body()).contains("team@2", "monthly");
        }
        HttpResponse<String> wrong = product.get(path + "?plan=nowhere@7");
        assertThat(wrong.statusCode()).isEqualTo(200);
        assertThat(wrong.body()).contains("Name a plan version of the model", "id=\"plan\"", "value=\"team@2\"");
    }

    @Test
    @DisplayName("F-40: the same id at two accounts is two customers of theirs, each with a link to its own page")
    void linksEachAccountsOwnCustomer() {
        plumbline.put("/v1/customers/twice", Map.of("country", "FI"));
        plumbline.sql().sql("""
                        insert into customer_link (provider, account, provider_customer, customer_key, linked_by)
                        values ('stripe', 'default', 'cus_same', 'twice', 'a test'), ('stripe', 'gone', 'cus_same', 'twice', 'a test')
                        """).update();
        var there = new ArrayList<String>();
        Matcher links = Pattern.compile("https://dashboard\\.stripe\\.com[^\"]*")
                .matcher(product.get("/console/customers/twice/fetched").body());
        while (links.find()) {
            there.add(links.group());
        }
        assertThat(there)
                .as("both led to the page of the last")
                .containsExactly(
                        "https://dashboard.stripe.com/test/customers/cus_same",
                        "https://dashboard.stripe.com/customers/cus_same");
    }

    @Test
    @DisplayName(
            "A form that is sent twice, also at once, is done once and leads to the same place; refused, it may be sent again")
    void isSentOnce() {
        plumbline.put("/v1/customers/pressed", Map.of("country", "FI"));
        String path = "/console/customers/pressed/overrides";
        var fields = new LinkedHashMap<String, String>();
        fields.put("feature", "seats");
        fields.put("effect", "deny");
        fields.put("validUntil", Instant.now().plus(Duration.ofDays(9)).toString());
        fields.put("category", "Goodwill");
        fields.put("_csrf", product.token(path + "/new"));
        String made = "select count(*) from customer_override where customer_key = 'pressed'";

        for (int i = 0; i < 2; i++) {
            assertThat(product.post(path, fields).body()).contains("id=\"wrong-reason\"");
        }
        fields.put("reason", "They asked");
        try (ExecutorService fingers = Executors.newFixedThreadPool(3)) {
            var pressed = IntStream.range(0, 3)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> product.post(path, fields), fingers))
                    .toList();
            assertThat(pressed.stream().map(CompletableFuture::join))
                    .allSatisfy(one -> assertThat(Browser.location(one)).isEqualTo("/console/customers/pressed"));
        }
        assertThat(plumbline.count(made)).as("each press made one").isEqualTo(1);
        assertThat(Browser.location(product.post(path, fields))).isEqualTo("/console/customers/pressed");
        assertThat(plumbline.count(made)).isEqualTo(1);

        fields.put("_csrf", product.token(path + "/new"));
        product.post(path, fields);
        assertThat(plumbline.count(made))
                .as("from a page of its own it is another one")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/console/matrix?at=tomorrow, at: It is an RFC 3339 instant",
        "/console/matrix?differences=perhaps, differences: It is true or false",
        "/console/inbox?since=99999-01-01T00:00, since: It is an RFC 3339 instant",
        "/console/replay?until=x, until: It is an RFC 3339 instant",
        "/console/audit?from=x, from: It is an RFC 3339 instant",
        "/console/revisions/x, revision: It is a whole number",
        "/console/revisions?cursor=x, cursor: It is the nextCursor of a page before",
    })
    @DisplayName("What is wrong in an address is named, and not called invalid content")
    void namesWhatIsWrong(String path, String said) {
        HttpResponse<String> refused = operator.get(path);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(said).doesNotContain("Invalid request content");
    }
}
