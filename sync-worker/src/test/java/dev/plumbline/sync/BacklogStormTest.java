package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderGuards;
import dev.plumbline.sync.pace.AccountGuards;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.support.RunningPlumbline;
import dev.plumbline.sync.support.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ten thousand subjects are overdue at once, and two nodes see it; the provider answers at once, so only we hold back. */
class BacklogStormTest {
    private static final int PER_SECOND = 300;
    private static final int SUBJECTS = 10_000;
    private static final int LIVE = SUBJECTS / 10;
    private static final int WORKERS = 16;

    private RunningPlumbline left;
    private RunningPlumbline right;

    private record Call(Subject subject, boolean live, long at) {}

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Map<Long, Claim> claims = new ConcurrentHashMap<>();
    private final AtomicInteger crowd = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        String database = TestPostgres.freshDatabase();
        left = node(database);
        right = node(database);
    }

    @AfterEach
    void stop() {
        right.close();
        left.close();
    }

    private static RunningPlumbline node(String database) {
        return RunningPlumbline.start(options -> options.on(database)
                .with("plumbline.roles", "ingest,serve")
                .with("plumbline.sync.workers", WORKERS)
                .with("plumbline.stripe.default.requests-per-second", PER_SECOND));
    }

    @Test
    @DisplayName(
            "F-28 backlog storm: drained within the budget, none twice, never more at once than there are workers, live first")
    void drainsWithinTheBudget() throws Exception {
        left.sql().sql("""
                        insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        select 'stripe', 'default', 'charge', 'ch_' || n, nextval('subject_dirty_seq'),
                               case when n % 10 = 0 then 'event' else 'sweep' end, clock_timestamp() - interval '1 hour'
                        from generate_series(1, :subjects) as n
                        """).param("subjects", SUBJECTS).update();
        left.sql().sql("analyze subject").update();
        long before = rowsReadOneByOne();

        work(left);
        work(right);
        await().atMost(Duration.ofMinutes(5)).until(() -> calls.size() >= SUBJECTS);
        await().atMost(Duration.ofSeconds(60)).until(() -> dirty() == 0);

        // With the lane as "not (live)", which no index knows, it was a hundred million.
        assertThat(rowsReadOneByOne() - before)
                .as("looking for work does not read the table")
                .isLessThan(50L * SUBJECTS);
        assertThat(failures).isEmpty();
        List<Call> inOrder = calls.stream()
                .sorted(java.util.Comparator.comparingLong(Call::at))
                .toList();
        double took = (inOrder.getLast().at() - inOrder.getFirst().at()) / 1e9;
        long most = mostInASecond(inOrder);
        int lastLive = lastLive(inOrder);
        System.out.printf(
                "%d calls in %.1f s at %d per second, at most %d in one; %d at once; live done after %d%n",
                calls.size(), took, PER_SECOND, most, crowd.get(), lastLive);
        assertThat(calls).extracting(Call::subject).doesNotHaveDuplicates().hasSize(SUBJECTS);
        assertThat(claims).as("every claim has a fence of its own").hasSize(SUBJECTS);
        assertThat(crowd.get()).isLessThanOrEqualTo(2 * WORKERS);
        assertThat((double) calls.size()).isLessThanOrEqualTo(PER_SECOND * (took + 0.4) + 1);
        assertThat((double) most).isLessThanOrEqualTo(1.4 * PER_SECOND + 1);
        assertThat(lastLive).as("backfill waits until live is done").isLessThan(2 * LIVE);
    }

    /** With claims that do not ask for a turn this test fails: 10,000 calls come in as fast as the database claims them. */
    private void work(RunningPlumbline node) throws Exception {
        ProviderGuards guards = node.bean(AccountGuards.class)
                .of(new BillingAccount(Provider.STRIPE, "default"))
                .orElseThrow();
        WorkList work = node.bean(WorkList.class);
        var inFlight = new AtomicInteger();
        node.bean(CamelContext.class).addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Throwable.class)
                        .handled(true)
                        .process(
                                failed -> failures.add(failed.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
                from("work:subjects").routeId("storm").process(exchange -> {
                    Claim claim = exchange.getMessage().getBody(Claim.class);
                    crowd.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    claims.put(claim.fence(), claim);
                    guards.call(() ->
                            calls.add(new Call(claim.subject(), claim.cause().isLive(), System.nanoTime())));
                    work.found(claim, Optional.empty());
                    inFlight.decrementAndGet();
                });
            }
        });
    }

    /** In scans of the whole table, by everybody. */
    private long rowsReadOneByOne() {
        return left.sql()
                .sql("select seq_tup_read from pg_stat_user_tables where relname = 'subject'")
                .query(Long.class)
                .single();
    }

    private long dirty() {
        return left.sql()
                .sql("select count(*) from subject where dirty_seq is not null")
                .query(Long.class)
                .single();
    }

    private static int lastLive(List<Call> inOrder) {
        for (int i = inOrder.size(); i > 0; i--) {
            if (inOrder.get(i - 1).live()) {
                return i;
            }
        }
        return 0;
    }

    private static long mostInASecond(List<Call> inOrder) {
        int most = 0;
        for (int first = 0, end = 0; first < inOrder.size(); first++) {
            while (end < inOrder.size()
                    && inOrder.get(end).at() - inOrder.get(first).at() < 1_000_000_000L) {
                end++;
            }
            most = Math.max(most, end - first);
        }
        return most;
    }
}
