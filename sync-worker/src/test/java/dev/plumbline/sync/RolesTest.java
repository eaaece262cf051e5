package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.relay.RelayLoop;
import dev.plumbline.sync.setup.StartRefused;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/** 02, modules: nodes of one image with different roles on one database. What a node is not there for, it does not do. */
class RolesTest {
    private static RunningPlumbline door;
    private static RunningPlumbline worker;
    private static RunningPlumbline counter;

    @BeforeAll
    static void start() {
        String database = TestPostgres.freshDatabase();
        door = RunningPlumbline.start(options -> options.on(database).with("plumbline.roles", "ingest"));
        door.stripe().catalogue().createProduct("prod_team", "Team");
        door.stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        counter = RunningPlumbline.start(options -> options.on(database).with("plumbline.roles", "serve , CONSOLE"));
    }

    @AfterAll
    static void stop() {
        counter.close();
        if (worker != null) {
            worker.close();
        }
        door.close();
    }

    @Test
    @DisplayName("One takes webhooks, one works, one answers: together they are whole, and none does another's work")
    void shareTheWorkByRole() {
        List<Event> events = door.stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Acme").withId("cus_roles").in("FI"), Line.of("price_t", 7))
                .events();
        events.forEach(event -> assertThat(door.deliver(event)).isEqualTo(200));
        assertThat(routes(door)).containsExactlyInAnyOrder("usage-direct", "webhook-stripe-default");
        assertThat(routes(counter)).isEmpty();
        assertThat(hasRelay(door)).isFalse();
        assertThat(hasRelay(counter)).isFalse();
        assertThat(waiting()).as("nobody is there to look").isEqualTo(1);
        assertThat(counter.get("/v1/customers/cus_roles").statusCode()).isEqualTo(404);

        String database =
                door.sql().sql("select current_database()").query(String.class).single();
        worker = RunningPlumbline.start(options -> options.on(TestPostgres.url(database))
                .with("plumbline.roles", "sync")
                .with("plumbline.stripe.default.api-base", door.billing()));
        worker.comeToRest();
        assertThat(routes(worker)).containsExactly("pass");
        assertThat(hasRelay(worker)).isTrue();
        assertThat(counter.check("cus_roles", "seats").get("limit").asInt()).isEqualTo(7);
        assertThat(counter.get("/").statusCode()).isEqualTo(200);

        List.of(door, worker, counter)
                .forEach(node -> assertThat(
                                node.get("/actuator/health/readiness").statusCode())
                        .isEqualTo(200));
        refused(counter, "/webhooks/stripe/default", "ingest", "serve, console");
        assertThat(counter.deliver(events.getFirst()))
                .as("503: it is sent again")
                .isEqualTo(503);
        assertThat(worker.deliver(events.getFirst())).isEqualTo(503);
        refused(door, "/v1/customers/cus_roles/entitlements/seats", "serve", "ingest");
        refused(door, "/v1/customers/cus_roles/entitlements", "serve", "ingest");
        refused(door, "/v1/customers", "serve, console", "ingest");
        refused(worker, "/v1/checks", "serve", "sync");
        refused(worker, "/", "console", "sync");
        assertThat(door.post("/ofrep/v1/evaluate/flags/sso", "application/json", "{}")
                        .body())
                .contains("\"errorCode\":\"GENERAL\"", "ingest");
    }

    @Test
    @DisplayName("A role that is none is refused before anything starts, with the list of those that are")
    void refusesAnUnknownRole() {
        StartRefused refused = catchThrowableOfType(
                StartRefused.class,
                () -> RunningPlumbline.start(options -> options.with("plumbline.roles", "ingest,sing")));
        assertThat(refused).hasMessage("There is no role 'sing'");
        assertThat(refused.mend()).contains("ingest, sync, reconcile, serve, console");
    }

    private static void refused(RunningPlumbline node, String path, String needed, String here) {
        var answer = node.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.get("code").asString()).isEqualTo("ROLE_NOT_HERE");
        assertThat(problem.get("detail").asString()).contains("has the roles " + here, "this takes " + needed);
    }

    private static List<String> routes(RunningPlumbline node) {
        return node.bean(CamelContext.class).getRoutes().stream()
                .map(Route::getId)
                .toList();
    }

    private static boolean hasRelay(RunningPlumbline node) {
        try {
            return node.bean(RelayLoop.class).isRunning();
        } catch (NoSuchBeanDefinitionException none) {
            return false;
        }
    }

    private static long waiting() {
        return door.sql()
                .sql("select count(*) from subject where dirty_seq is not null")
                .query(Long.class)
                .single();
    }
}
