package dev.plumbline.sync.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Delivery;
import dev.plumbline.connectors.Hint;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deliveries that are committed together are kept as if each had come alone. */
@Timeout(60)
class KeptTogetherTest {
    private static RunningPlumbline plumbline;
    private static Inbox inbox;
    private static KeepStatements statements;

    @BeforeAll
    static void start() {
        plumbline = RunningPlumbline.start(options -> options.with("plumbline.roles", "ingest"));
        inbox = plumbline.bean(Inbox.class);
        statements = new KeepStatements(plumbline.sql());
    }

    @AfterAll
    static void stop() {
        plumbline.close();
    }

    @Test
    @DisplayName("F-1 F-2 forty at once, each event five times: one row each, five deliveries, one of the five is new")
    void keepsEachOnce() throws Exception {
        List<Callable<Kept>> arrivals = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            Admitted one = event("evt_once_" + n % 40, "customer.updated", "cus_once_" + n % 7);
            arrivals.add(() -> inbox.keep(one));
        }
        int fresh = 0;
        for (Kept kept : allAtOnce(arrivals)) {
            fresh += kept.fresh() ? 1 : 0;
        }
        assertThat(fresh).isEqualTo(40);
        assertThat(count("select count(*) from inbox where event_id like 'evt_once_%' and deliveries = 5"))
                .isEqualTo(40);
        assertThat(count("""
                select count(*) from subject s where id like 'cus_once_%'
                   and dirty_seq = (select max(dirty_seq) from inbox where subject_id = s.id)
                """)).as("the newest mark of each").isEqualTo(7);
    }

    @Test
    void keepsTheOthersWhenOneIsRefused() throws Exception {
        List<Callable<Kept>> arrivals = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            // PostgreSQL has no text with a NUL.
            Admitted one = event("evt_refused_" + n, n == 17 ? "a\0b" : "customer.updated", "cus_refused");
            arrivals.add(() -> inbox.keep(one));
        }
        int refused = 0;
        for (Future<Kept> answer : answers(arrivals)) {
            refused += answer.state() == Future.State.FAILED ? 1 : 0;
        }
        assertThat(refused).isOne();
        assertThat(count("select count(*) from inbox where event_id like 'evt_refused_%'"))
                .isEqualTo(29);
    }

    @Test
    @DisplayName("what came to nothing is found without reading all that ever came")
    void findsTheDeadAmongMany() {
        plumbline.sql().sql("""
                        insert into inbox (provider, account, event_id, type, state, subject_kind, subject_id, payload)
                        select 'stripe', 'dead', 'evt_many_' || n, 'customer.updated', case n when 7 then 'QUARANTINED' else 'KEPT' end,
                               'customer', 'cus_many_' || n % 5000, '{}' from generate_series(1, 20000) n
                        """).update();
        plumbline.sql().sql("""
                        insert into subject (provider, account, kind, id, state)
                        select 'stripe', 'dead', 'customer', 'cus_many_' || n, case n when 11 then 'QUARANTINED' else 'LIVE' end
                        from generate_series(0, 4999) n
                        """).update();
        plumbline.sql().sql("analyze inbox, subject").update();
        var dead = new Deliveries.Filter(Deliveries.Fate.DEAD, null, null, null, "dead", null, null);
        assertThat(plumbline.bean(Deliveries.class).list(dead, Long.MAX_VALUE, 50))
                .extracting(KeptDelivery::event)
                .containsExactly("evt_many_15011", "evt_many_10011", "evt_many_5011", "evt_many_11", "evt_many_7");
        String plan = String.join(
                "\n",
                Deliveries.asked(plumbline.sql().sql("explain " + Deliveries.DEAD), dead, Long.MAX_VALUE, 50)
                        .query(String.class)
                        .list());
        assertThat(plan).contains("inbox_set_aside").doesNotContain("Seq Scan on inbox");
    }

    @Test
    @DisplayName("F-22 a customer whom somebody holds keeps nobody else's delivery waiting")
    void leavesThoseWhoAreHeld() {
        inbox.keep(event("evt_held_0", "customer.updated", "cus_held"));
        var held = new Arrival(event("evt_held_1", "customer.updated", "cus_held"));
        var free = new Arrival(event("evt_held_2", "customer.updated", "cus_free"));
        new TransactionTemplate(plumbline.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            plumbline
                    .bean(JdbcClient.class)
                    .sql("select 1 from subject where id = 'cus_held' for update")
                    .query(Integer.class)
                    .single();
            statements.keepFree(List.of(held, free));
            assertThat(free.fresh()).contains(true);
            assertThat(held.fresh()).isEmpty();
        });
        statements.keepAlone(held);
        assertThat(held.fresh()).contains(true);
    }

    @Test
    void keepsTheFirstOfTwoOfOneId() {
        var one = new Arrival(event("evt_twice", "customer.updated", "cus_twice"));
        var other = new Arrival(event("evt_twice", "customer.updated", "cus_twice"));
        statements.keepFree(List.of(one, other));
        assertThat(one.fresh()).contains(true);
        assertThat(other.fresh()).isEmpty();
        assertThat(statements.keepAlone(other)).isFalse();
    }

    @Test
    void saysNoWhenItCannotBeKept() {
        plumbline.sql().sql("alter table inbox rename to inbox_away").update();
        try {
            assertThatThrownBy(() -> inbox.keep(event("evt_away", "customer.updated", "cus_away")))
                    .isInstanceOf(RuntimeException.class);
        } finally {
            plumbline.sql().sql("alter table inbox_away rename to inbox").update();
        }
        assertThat(inbox.keep(event("evt_away", "customer.updated", "cus_away")).fresh())
                .isTrue();
    }

    private static List<Kept> allAtOnce(List<Callable<Kept>> arrivals) throws Exception {
        List<Kept> kept = new ArrayList<>();
        for (Future<Kept> answer : answers(arrivals)) {
            kept.add(answer.get());
        }
        return kept;
    }

    private static List<Future<Kept>> answers(List<Callable<Kept>> arrivals) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(arrivals, 40, TimeUnit.SECONDS);
        }
    }

    private static Admitted event(String id, String type, String customer) {
        var account = new BillingAccount(Provider.STRIPE, "default");
        byte[] body = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
        return new Admitted(
                new Delivery(account, "", body, Instant.now()),
                new Hint.Event(id, type, Hint.Mode.TEST, null, Instant.now(), new Hint.Concerns.Customer(customer)),
                new Disposition.LookAt(Disposition.CUSTOMER, customer));
    }

    private static long count(String sql) {
        return plumbline.sql().sql(sql).query(Long.class).single();
    }
}
