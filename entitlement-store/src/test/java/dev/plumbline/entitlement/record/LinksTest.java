package dev.plumbline.entitlement.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plumbline.entitlement.TestDatabase;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Customer.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LinksTest {
    private static final Author US = new Author("test", "because");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final Queue<Object> events = new ConcurrentLinkedQueue<>();
    private final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    private final AuditTrail audit = new AuditTrail(jdbc);
    private final Customers customers = new Customers(jdbc, transactions, audit, events::add);
    private final Links links = new Links(jdbc, transactions, customers, audit, events::add);

    @Test
    @Timeout(300)
    @DisplayName(
            "F-23 links that move to and fro between customers in parallel end in one place, and no writer is left hanging")
    void movesLinksInParallel() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<CustomerKey> keys =
                IntStream.range(0, 4).mapToObj(i -> new CustomerKey("c" + i)).toList();
        keys.forEach(key -> customers.put(key, Details.NOTHING, null, US));
        List<SubjectRef> subjects = IntStream.range(0, 3)
                .mapToObj(i -> new SubjectRef("stripe", "default", "cus_" + i))
                .toList();
        var writers = new ArrayList<Callable<Void>>();
        for (int writer = 0; writer < 6; writer++) {
            var chance = new Random(seed + writer);
            writers.add(() -> {
                for (int i = 0; i < 25; i++) {
                    SubjectRef subject = subjects.get(chance.nextInt(subjects.size()));
                    CustomerKey to = keys.get(chance.nextInt(keys.size()));
                    if (chance.nextInt(5) == 0) {
                        links.unbind(subject, to, US);
                    } else {
                        links.bind(subject, to, false, US);
                    }
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        }
        for (SubjectRef subject : subjects) {
            List<String> told = jdbc.sql("""
                            select action || ' ' || customer_key from audit
                            where object_ref = :ref and after is not null and action = 'customer.linked'
                               or object_ref = :ref and after is null
                            order by id desc limit 1
                            """)
                    .param("ref", subject.toString())
                    .query((row, n) -> String.valueOf(row.getString(1)))
                    .list();
            String expected = links.find(subject)
                    .map(link -> "customer.linked " + link.customer())
                    .orElse("customer.unlinked");
            assertThat(told.isEmpty() ? "customer.unlinked" : told.getFirst()).startsWith(expected);
        }
    }

    @Test
    void tellsWhoIsToBeResolvedAndWhatIsToBeFetched() {
        var acme = new CustomerKey("acme");
        var subject = new SubjectRef("stripe", "default", "cus_1");
        customers.put(acme, Details.NOTHING, null, US);
        links.bind(subject, acme, false, US);
        links.unbind(subject, acme, US);
        assertThat(events)
                .contains(
                        new CustomersMarked(Set.of(acme)),
                        new SubjectLinked(subject, acme),
                        new SubjectUnlinked(subject, acme));
    }

    @Test
    @DisplayName("ADR 0009: who a person unlinked stays so until somebody links it, and both are in the audit")
    void remembersWhatAPersonUnlinked() {
        var acme = new CustomerKey("acme");
        var globex = new CustomerKey("globex");
        var subject = new SubjectRef("stripe", "default", "cus_9");
        var ledger = new PostgresLedger(
                jdbc,
                new CustomerStates(jdbc, new DecidedFacts(jdbc)),
                new LedgerRows(jdbc),
                new Enrolments(jdbc, transactions, customers, audit));
        List.of(acme, globex).forEach(key -> customers.put(key, Details.NOTHING, null, US));
        links.bind(subject, acme, false, US);
        assertThat(ledger.unlinked(subject)).isEmpty();

        links.unbind(subject, globex, US);
        assertThat(ledger.unlinked(subject)).as("it was not linked to that one").isEmpty();
        links.unbind(subject, acme, new Author("ann", "wrong company"));
        assertThat(ledger.unlinked(subject)).hasValue("Unlinked from acme by ann (wrong company)");

        links.bind(subject, globex, false, US);
        assertThat(ledger.unlinked(subject)).isEmpty();
        assertThat(jdbc.sql(
                                "select action || ' ' || coalesce(before::text, '') from audit where object_ref = :ref order by id")
                        .param("ref", subject.toString())
                        .query(String.class)
                        .list())
                .containsExactly(
                        "customer.linked ",
                        "customer.unlinked {\"customer\": \"acme\", \"linkedBy\": \"test\"}",
                        "customer.linked {\"staysUnlinked\": true}");
    }

    @Test
    void leavesNoTraceOfAWriteThatFails() {
        var failing = new Customers(jdbc, transactions, audit, event -> {
            throw new IllegalStateException("nobody listens");
        });
        assertThat(catchThrowable(() -> failing.put(new CustomerKey("lost"), Details.NOTHING, null, US)))
                .hasMessage("nobody listens");
        assertThat(customers.find(new CustomerKey("lost"))).isEmpty();
        assertThat(jdbc.sql("select count(*) from audit").query(Long.class).single())
                .isZero();
    }
}
