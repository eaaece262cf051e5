package dev.plumbline.sync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.simulated.stripe.Line;
import dev.plumbline.simulated.stripe.NewCustomer;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** S-19: each role of the database tries what it must not, and what it must be able to do. */
class DatabaseRolesTest {
    private static String database = "";
    private static RunningPlumbline plumbline;

    @BeforeAll
    static void start() {
        database = TestPostgres.emptyDatabase();
        plumbline = RunningPlumbline.start(options -> options.on(database));
        plumbline.stripe().catalogue().createProduct("prod_team", "Team");
        plumbline
                .stripe()
                .catalogue()
                .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                        .withId("price_t")
                        .keyed("team_monthly_2026"));
        plumbline
                .stripe()
                .subscriptions()
                .checkout(NewCustomer.named("Acme").withId("cus_roles").in("FI"), Line.of("price_t", 7))
                .events()
                .forEach(event -> assertThat(plumbline.deliver(event)).isEqualTo(200));
        plumbline.comeToRest();
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    private static final List<String> DDL = List.of(
            "create table mine (a int)",
            "alter table customer add column mine int",
            "drop table outbox",
            "create index on customer (name)",
            "alter table audit disable trigger all",
            "drop trigger audit_is_append_only on audit",
            "truncate customer",
            "create schema mine",
            "create role mine",
            "select grant_roles()",
            "insert into flyway_schema_history (installed_rank, description, type, script, installed_by,"
                    + " execution_time, success) values (99, 'x', 'SQL', 'x', 'x', 1, true)",
            "set session_replication_role = replica",
            "copy customer to program 'true'");

    private static final List<String> EVIDENCE = List.of(
            "update audit set reason = 'x'",
            "delete from audit",
            "truncate audit",
            "update audit_seal set hash = hash",
            "delete from audit_seal",
            "update entitlement_history set timeline = '{}'",
            "delete from entitlement_history",
            "update model_revision set source = 'x'",
            "delete from model_revision");

    private static final List<String> BUSINESS = List.of(
            "select 1 from customer",
            "update entitlement set version = 9",
            "insert into customer_override (id, customer_key, feature, effect, valid_until, valid_from, reason,"
                    + " created_by) values ('x', 'cus_roles', 'sso', 'grant', 'tomorrow', 'now', 'x', 'x')",
            "insert into model_revision (revision, source, source_sha256, published_by) values (9, 'x', 'x', 'x')",
            "select secret_sha256 from api_key",
            "insert into api_key (name, prefix, secret_sha256, scopes, created_by) values ('x', 'x', 'x', '{admin}',"
                    + " 'x')");

    static Stream<Arguments> forbidden() {
        return Stream.of(
                        tries("plumbline_worker", DDL),
                        tries("plumbline_worker", EVIDENCE),
                        tries("plumbline_ingest", DDL),
                        tries("plumbline_ingest", EVIDENCE),
                        tries("plumbline_ingest", BUSINESS),
                        tries(
                                "plumbline_ingest",
                                List.of(
                                        "select payload from inbox",
                                        "update inbox set payload = null",
                                        "update inbox set state = 'IGNORED'",
                                        "delete from inbox",
                                        "delete from subject",
                                        "select 1 from audit",
                                        "insert into audit (actor, action, object_kind, object_ref, reason)"
                                                + " values ('x', 'x', 'x', 'x', 'x')")),
                        tries("plumbline_audit", DDL),
                        tries("plumbline_audit", EVIDENCE),
                        tries("plumbline_audit", BUSINESS),
                        tries("plumbline_reader", DDL),
                        tries("plumbline_reader", EVIDENCE),
                        tries("plumbline_reader", BUSINESS),
                        tries(
                                "plumbline_reader",
                                List.of(
                                        "select payload from inbox",
                                        "select 1 from audit",
                                        "select 1 from subject",
                                        "delete from api.override_register",
                                        "delete from api.open_breaks")))
                .flatMap(tries -> tries);
    }

    private static Stream<Arguments> tries(String role, List<String> statements) {
        return statements.stream().map(statement -> Arguments.of(role, statement));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("forbidden")
    @DisplayName("S-19: what a role must not do, the database refuses")
    void refuses(String role, String statement) {
        SQLException refused = catchThrowableOfType(SQLException.class, () -> run(role, statement));
        assertThat((Throwable) refused).isNotNull();
        assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("42501");
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of("plumbline_reader", "select 1 from api.current_entitlements"),
                Arguments.of("plumbline_reader", "select 1 from api.entitlement_history"),
                Arguments.of("plumbline_reader", "select 1 from api.open_breaks"),
                Arguments.of("plumbline_reader", "select 1 from api.override_register"),
                Arguments.of("plumbline_reader", "select 1 from api.plan_ledger"),
                Arguments.of(
                        "plumbline_audit",
                        "insert into audit (actor, action, object_kind, object_ref, reason)"
                                + " values ('job', 'export.read', 'export', 'x', 'a tool beside us')"),
                Arguments.of("plumbline_audit", "select reason from audit"),
                Arguments.of("plumbline_worker", "create temporary table staged (a int) on commit drop"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("allowed")
    @DisplayName("S-19: and what it is there for it can do")
    void allows(String role, String statement) {
        assertThatCode(() -> run(role, statement)).doesNotThrowAnyException();
    }

    private static void run(String role, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "");
                Statement sql = connection.createStatement()) {
            sql.execute("set role " + role);
            connection.setAutoCommit(false);
            sql.execute(statement);
            connection.rollback();
        }
    }

    @Test
    @DisplayName("S-19: the product itself works as the worker, and takes deliveries as ingest; waits have an end")
    void worksWithFewRights() throws SQLException {
        assertThat(plumbline.check("cus_roles", "seats").get("limit").asInt()).isEqualTo(7);
        assertThat(plumbline
                        .bean(JdbcClient.class)
                        .sql("select current_user")
                        .query(String.class)
                        .single())
                .isEqualTo("plumbline_worker");
        assertThat(setting("lock_timeout")).isEqualTo("3s");
        assertThat(setting("statement_timeout")).isEqualTo("5min");
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("1min");
    }

    private static String setting(String name) {
        return plumbline
                .bean(JdbcClient.class)
                .sql("select current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }

    @Test
    @DisplayName("S-19: with a login for each purpose, none of which owns anything but the one that migrates")
    void runsWithALoginForEachPurpose() throws SQLException {
        // The user stands in the address of the tests, and would win over the setting.
        String apart = TestPostgres.emptyDatabase().replaceAll("\\?.*", "");
        try (Connection connection = DriverManager.getConnection(apart, "postgres", "");
                Statement sql = connection.createStatement()) {
            String name = apart.substring(apart.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
            sql.execute("create role app_worker login in role plumbline_worker");
            sql.execute("create role app_ingest login in role plumbline_ingest");
            sql.execute("create role app_owner login createrole");
            sql.execute("alter database " + name + " owner to app_owner");
            sql.execute("alter schema public owner to app_owner");
        }
        try (var node = RunningPlumbline.start(options -> options.on(apart)
                .with("plumbline.db.user", "app_worker")
                .with("plumbline.db.ingest-user", "app_ingest")
                .with("plumbline.db.migrate-user", "app_owner"))) {
            node.stripe().catalogue().createProduct("prod_team", "Team");
            node.stripe()
                    .catalogue()
                    .createPrice(NewPrice.monthly("prod_team", "eur", 1_200)
                            .withId("price_t")
                            .keyed("team_monthly_2026"));
            node.stripe()
                    .subscriptions()
                    .checkout(NewCustomer.named("Acme").withId("cus_apart").in("FI"), Line.of("price_t", 8))
                    .events()
                    .forEach(event -> assertThat(node.deliver(event)).isEqualTo(200));
            node.comeToRest();
            assertThat(node.check("cus_apart", "seats").get("limit").asInt()).isEqualTo(8);
            assertThat(node.bean(JdbcClient.class)
                            .sql("select session_user")
                            .query(String.class)
                            .single())
                    .isEqualTo("app_worker");
            assertThat(node.post("/v1/audit/verify", "application/json", "").body())
                    .contains("\"valid\":true");
        }
    }
}
