package dev.plumbline.entitlement.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.RunningStore;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

class CurrentModelTest {
    private static RunningStore store;

    @BeforeAll
    static void start() {
        store = RunningStore.start();
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    /** While one looked the others were answered by what was known before, however long ago that was (tried). */
    @Test
    @DisplayName("who published reads what was published, also while another looks for it")
    void answersNobodyByTheModelBeforeTheOneItWasToldOf() {
        var published = store.post("/v1/catalog/publish", TestCatalog.YAML, "Content-Type", "application/yaml");
        assertThat(published.status()).as(published.text()).isEqualTo(200);
        CurrentModel current = store.bean(CurrentModel.class);
        assertThat(current.newest()).isEqualTo(1);

        var readers =
                Objects.requireNonNull(store.bean(TransactionTemplate.class).execute(_ -> {
                    store.jdbc()
                            .sql("lock table model_revision in access exclusive mode")
                            .update();
                    store.jdbc().sql("""
                            insert into model_revision (revision, source, source_sha256, published_by, published_as_of)
                            select 2, source, source_sha256, published_by, published_as_of from model_revision
                            """).update();
                    current.published();
                    var one = CompletableFuture.supplyAsync(current::newest, Thread::startVirtualThread);
                    var other = CompletableFuture.supplyAsync(current::newest, Thread::startVirtualThread);
                    long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                    while (waiting() < 2 && !one.isDone() && !other.isDone() && System.nanoTime() < patience) {
                        Thread.onSpinWait();
                    }
                    return new Readers(one, other);
                }));

        assertThat(readers.one()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2L);
        assertThat(readers.other()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2L);
    }

    private record Readers(CompletableFuture<Long> one, CompletableFuture<Long> other) {}

    private static long waiting() {
        return store.jdbc()
                .sql("select count(*) from pg_locks where relation = 'model_revision'::regclass and not granted")
                .query(Long.class)
                .single();
    }
}
