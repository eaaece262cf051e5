package dev.plumbline.entitlement.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.entitlement.RunningStore;
import dev.plumbline.entitlement.check.TestCatalog;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A publish for everybody, worked off in batches (02, model publish). */
class CustomersToResolveTest {
    private RunningStore store;
    private CustomersToResolve toResolve;
    private BilledCustomers customers;

    @BeforeEach
    void start() {
        store = RunningStore.start();
        toResolve = store.bean(CustomersToResolve.class);
        customers = new BilledCustomers(store.jdbc());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void publish(String yaml) {
        var published = store.bean(Publishing.class)
                .publish(new Publishing.Wanted(yaml, new Author("ann", "a test"), null, null));
        assertThat(published).isInstanceOf(Published.Done.class);
    }

    private static String projectsByDefault(int projects) {
        return TestCatalog.YAML.replace(
                "projects:     { name: Projects,           type: quantity, default: 1 }",
                "projects:     { name: Projects,           type: quantity, default: " + projects + " }");
    }

    private void add(int many) {
        for (int i = 0; i < many; i++) {
            customers.add("c%04d".formatted(i), "FI", i % 2 == 0 ? "price_team" : "price_nobody_knows");
        }
    }

    private void resolveAll(int batch) {
        while (toResolve.resolveBehind(batch) > 0) {
            // as often as there is somebody
        }
    }

    private long count(String sql) {
        return store.jdbc().sql(sql).query(Long.class).single();
    }

    @Test
    @DisplayName("A publish changes the answer of all; one that changes no answer writes no version")
    void resolvesEverybodyAnew() {
        publish(projectsByDefault(1));
        add(250);
        assertThat(toResolve.behind()).isEqualTo(250);
        assertThat(toResolve.resolveBehind(100)).isEqualTo(100);
        assertThat(toResolve.behind()).isEqualTo(150);
        resolveAll(100);
        assertThat(count("select count(*) from entitlement where version = 1")).isEqualTo(250);
        assertThat(count("select count(*) from break where type = 'UNMAPPED_PRICE' and resolved_at is null"))
                .isEqualTo(125);
        assertThat(count("select count(*) from billing_price")).isEqualTo(2);

        String before = customers.answers();
        publish(projectsByDefault(1).replace("name: Projects, ", "name: Undertakings, "));
        resolveAll(100);
        assertThat(customers.answers()).isEqualTo(before);
        assertThat(count("select count(*) from entitlement_history")).isEqualTo(250);
        assertThat(count("select count(*) from customer where resolved_revision = 2"))
                .isEqualTo(250);

        publish(projectsByDefault(7));
        resolveAll(100);
        assertThat(count("""
                        select count(*) from api.current_entitlements
                        where feature = 'projects' and "limit" = 7 and version = 2
                        """)).isEqualTo(125);
        // Also of those on the plan: what they had before they bought it is part of their timeline.
        assertThat(count("select count(*) from audit where action = 'entitlements.resolved'"))
                .isEqualTo(500);
        assertThat(count("select count(*) from outbox where kind = 'entitlement.changed'"))
                .isEqualTo(500);
        assertThat(toResolve.behind()).isZero();
    }

    @Test
    @DisplayName("F-21 many together come to the same as each alone: answers, pins, breaks, names")
    void resolvesManyAsItResolvesOne() {
        publish(projectsByDefault(1));
        add(60);
        resolveAll(60);
        String together = everything();
        store.jdbc()
                .sql("truncate entitlement, entitlement_history, billing_pin, billing_price, break cascade")
                .update();
        store.jdbc()
                .sql("update customer set version = 0, resolved_revision = 0, billing_name = null")
                .update();
        resolveAll(1);
        assertThat(everything()).isEqualTo(together);
    }

    private String everything() {
        return store.jdbc().sql("""
                        select md5(string_agg(line, '|' order by line)) from (
                            select 'e' || customer_key || version || content_hash || timeline from entitlement
                            union all select 'h' || customer_key || version || timeline || facts || cause from entitlement_history
                            union all select 'p' || provider_customer || (kept - 'standings') from billing_pin
                            union all select 'b' || fingerprint || detail || type from break
                            union all select 'k' || price || lookup_key from billing_price
                            union all select 'c' || key || version || resolved_revision || billing_name from customer
                        ) all_of_it (line)
                        """).query(String.class).single();
    }

    @Test
    @DisplayName("Two workers share the list: each customer is resolved once")
    void shareTheWork() {
        publish(projectsByDefault(1));
        add(400);
        var together = new CyclicBarrier(2);
        List<CompletableFuture<Integer>> workers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 2; i++) {
                workers.add(CompletableFuture.supplyAsync(() -> work(together), threads));
            }
            assertThat(workers.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(400);
        }
        assertThat(count("select count(*) from entitlement_history")).isEqualTo(400);
        assertThat(toResolve.behind()).isZero();
    }

    private int work(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception interrupted) {
            throw new IllegalStateException(interrupted);
        }
        int done = 0;
        for (int now = toResolve.resolveBehind(20); now > 0; now = toResolve.resolveBehind(20)) {
            done += now;
        }
        return done;
    }

    @Test
    @DisplayName("A batch whose connection dies before its end leaves nothing; the next one repeats nothing")
    void writesAllOfABatchOrNothing() {
        publish(projectsByDefault(1));
        add(50);
        // The first time that somebody's history is written, the server ends the session. A sequence forgets no call.
        store.jdbc().sql("create sequence deaths").update();
        store.jdbc().sql("""
                        create function die_once() returns trigger language plpgsql as $$
                        begin
                            if new.customer_key = 'c0030' and nextval('deaths') = 1 then
                                perform pg_terminate_backend(pg_backend_pid());
                            end if;
                            return new;
                        end $$
                        """).update();
        store.jdbc().sql("""
                        create trigger die_once before insert on entitlement_history
                        for each row execute function die_once()
                        """).update();
        resolveAll(50);
        assertThat(count("select last_value from deaths")).isEqualTo(2);
        assertThat(count("select count(*) from entitlement_history")).isEqualTo(50);
        assertThat(count("select count(*) from outbox where kind = 'entitlement.changed'"))
                .isEqualTo(50);
        assertThat(count("select count(*) from break where type = 'QUARANTINED'"))
                .isZero();
    }

    @Test
    @DisplayName("F-26 who was answered by an older resolver is resolved anew; who was by a newer one is left to it")
    void resolvesAnewWhomAnOlderResolverAnswered() {
        publish(projectsByDefault(1));
        add(40);
        resolveAll(100);
        assertThat(toResolve.behind()).isZero();

        int older = Recording.RESOLVER - 1;
        store.jdbc()
                .sql("update customer set resolver = ? where key < 'c0010'")
                .param(older)
                .update();
        store.jdbc()
                .sql("update customer set resolver = ?, resolved_revision = 0 where key >= 'c0030'")
                .param(Recording.RESOLVER + 1)
                .update();
        assertThat(toResolve.behind()).isEqualTo(10);
        assertThat(toResolve.resolveBehind(100)).isEqualTo(10);
        assertThat(toResolve.resolveBehind(100)).isZero();
        assertThat(count("select count(*) from customer where resolver = " + Recording.RESOLVER))
                .isEqualTo(30);
        assertThat(count("select count(*) from entitlement where version > 1")).isZero();
    }

    @Test
    @DisplayName("F-20 who cannot be resolved is set aside alone, and a person is told; others go on in the same batch")
    void setsAsideOnlyThePoisonous() {
        publish(projectsByDefault(1));
        add(30);
        store.jdbc()
                .sql(
                        "update billing_snapshot set snapshot = '{\"subscriptions\": 7}' where provider_customer = 'cus_c0011'")
                .update();
        assertThat(toResolve.resolveBehind(30)).isEqualTo(30);
        assertThat(count("select count(*) from entitlement")).isEqualTo(29);
        assertThat(quarantined()).containsExactly("c0011");
        assertThat(toResolve.resolveBehind(30)).isZero();

        store.jdbc()
                .sql("update billing_snapshot set snapshot = replace(snapshot::text, 'cus_c0010', 'cus_c0011')::jsonb")
                .update();
        store.jdbc().sql("""
                        update billing_snapshot set snapshot = (
                            select snapshot from billing_snapshot where provider_customer = 'cus_c0013')
                        where provider_customer = 'cus_c0011'
                        """).update();
        store.bean(Customers.class).mark(Set.of(new CustomerKey("c0011")));
        assertThat(toResolve.resolveEdited(30)).isEqualTo(1);
        assertThat(count("select count(*) from entitlement")).isEqualTo(30);
        assertThat(quarantined()).isEmpty();
    }

    @Test
    @DisplayName("F-20 what one brings that cannot be written costs the batch once, and then that one alone")
    void setsAsideWhatCannotBeWritten() {
        publish(projectsByDefault(1));
        add(30);
        store.jdbc()
                .sql("alter table entitlement_history add constraint not_this_one check (customer_key <> 'c0017')")
                .update();
        assertThat(toResolve.resolveBehind(30)).isEqualTo(30);
        assertThat(count("select count(*) from entitlement_history")).isEqualTo(29);
        assertThat(quarantined()).containsExactly("c0017");
        assertThat(toResolve.behind()).isZero();
    }

    @Test
    @DisplayName("A fault that passes is nobody's fault: nobody is set aside")
    void blamesNobodyForAPassingFault() {
        publish(projectsByDefault(1));
        add(10);
        store.jdbc().sql("""
                        create function no_room() returns trigger language plpgsql as $$
                        begin
                            raise exception using errcode = '40001', message = 'try again';
                        end $$
                        """).update();
        store.jdbc().sql("""
                        create trigger no_room before insert on entitlement_history
                        for each row execute function no_room()
                        """).update();
        assertThatThrownBy(() -> toResolve.resolveBehind(10)).hasMessageContaining("try again");
        assertThat(quarantined()).isEmpty();
        assertThat(toResolve.behind()).isEqualTo(10);
        store.jdbc().sql("drop trigger no_room on entitlement_history").update();
        resolveAll(10);
        assertThat(count("select count(*) from entitlement_history")).isEqualTo(10);
    }

    private List<String> quarantined() {
        return store.jdbc()
                .sql("select customer_key from break where type = 'QUARANTINED' and resolved_at is null")
                .query((row, n) -> row.getString("customer_key"))
                .list();
    }
}
