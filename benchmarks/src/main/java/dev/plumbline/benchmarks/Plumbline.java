package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Pause;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The real jar, with the simulated Stripe as its provider. */
final class Plumbline implements AutoCloseable {
    static final String KEY = "bench-key-0123456789-0123456789-0123456789";
    static final String WEBHOOKS = "/webhooks/stripe/default";

    private static final String DATABASE = "plumbline";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ServerProcess server;
    private final Postgres postgres;

    private Plumbline(ServerProcess server, Postgres postgres) {
        this.server = server;
        this.postgres = postgres;
    }

    static Plumbline start(Path folder, Postgres postgres, Company company, int fetches) {
        int port = ServerProcess.freePort();
        var environment = Map.ofEntries(
                Map.entry("SERVER_PORT", Integer.toString(port)),
                Map.entry("PLUMBLINE_DB_URL", postgres.create(DATABASE)),
                Map.entry("PLUMBLINE_DB_USER", Postgres.USER),
                Map.entry("PLUMBLINE_DB_PASSWORD", ""),
                Map.entry("PLUMBLINE_DEMO", "false"),
                Map.entry("PLUMBLINE_BOOTSTRAP_KEY", KEY),
                Map.entry("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml"),
                Map.entry("PLUMBLINE_CATALOG_PUBLISH", "true"),
                // The second look comes soon and so is part of what is measured, and the next run need not wait a
                // minute.
                Map.entry("PLUMBLINE_SYNC_SETTLE", "PT1S"),
                Map.entry("PLUMBLINE_STRIPE_DEFAULT_API_KEY", Company.API_KEY),
                Map.entry("PLUMBLINE_STRIPE_DEFAULT_API_BASE", company.apiBase()),
                Map.entry("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SignedWebhooks.SECRET),
                Map.entry("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", Integer.toString(fetches)));
        var server = ServerProcess.start(
                "plumbline",
                port,
                folder,
                List.of("-jar", System.getProperty("plumbline.jar")),
                environment,
                "/actuator/health/readiness");
        return new Plumbline(server, postgres);
    }

    ServerProcess server() {
        return server;
    }

    long number(String query) {
        return postgres.number(DATABASE, query);
    }

    long inboxRows() {
        return postgres.number(DATABASE, "select count(*) from inbox");
    }

    /** Claims so far: each is one pass over a subject. */
    long passes() {
        return postgres.number(DATABASE, "select case when is_called then last_value else 0 end from subject_fence");
    }

    long subjectsApplied() {
        return postgres.number(
                DATABASE, "select count(*) from subject where applied_at is not null and kind = 'customer'");
    }

    /** Until nobody is left to be looked at: passes of ours are no burden on the next contestant. */
    void awaitIdle() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (postgres.number(DATABASE, "select count(*) from subject where waits") > 0) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Passes did not come to an end within " + PATIENCE);
            }
            Pause.of(Duration.ofMillis(500));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
