package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Pause;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real jar, whose runs of an account are asked for over HTTP and read from its own tables. */
final class ReconciledJar implements AutoCloseable {
    static final int LISTINGS = 4;

    private static final String DATABASE = "reconciled";
    private static final String AUTHORIZATION = "Bearer " + Plumbline.KEY;
    private static final Pattern ID = Pattern.compile("\"id\":\"?(\\d+)");
    private static final Duration LONGEST = Duration.ofHours(2);

    private final ServerProcess server;
    private final Postgres postgres;
    private final HttpClient http = HttpClient.newHttpClient();

    private ReconciledJar(ServerProcess server, Postgres postgres) {
        this.server = server;
        this.postgres = postgres;
    }

    static ReconciledJar start(Path folder, Postgres postgres, LargeAccount account) {
        var jar = start(
                folder,
                postgres,
                Map.of(
                        "PLUMBLINE_STRIPE_DEFAULT_API_KEY",
                        Company.API_KEY,
                        "PLUMBLINE_STRIPE_DEFAULT_API_BASE",
                        account.apiBase(),
                        "PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS",
                        SignedWebhooks.SECRET,
                        // The provider's own limit is the physical one, and not what is measured here.
                        "PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND",
                        "10000"));
        new OurSide(account).copyInto(postgres, DATABASE);
        return jar;
    }

    /** Without an account: what its runs told is put into its tables. */
    static ReconciledJar startAlone(Path folder, Postgres postgres) {
        return start(folder, postgres, Map.of());
    }

    private static ReconciledJar start(Path folder, Postgres postgres, Map<String, String> more) {
        var settings = new HashMap<>(Map.of(
                "PLUMBLINE_SWEEP_EVERY",
                "P1D",
                "PLUMBLINE_RECONCILE_CRON",
                "-",
                "PLUMBLINE_RECONCILE_LISTINGS",
                Integer.toString(LISTINGS)));
        settings.putAll(more);
        return new ReconciledJar(Jar.startOn(DATABASE, folder, postgres, settings), postgres);
    }

    ServerProcess server() {
        return server;
    }

    void publish(String catalog) {
        var answer = server.send("POST", "/v1/catalog/publish", "application/yaml", catalog, AUTHORIZATION);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        awaitResolved();
        postgres.run(DATABASE, "vacuum analyze");
    }

    /** Until everybody has the answer that its facts and the model come to. */
    void awaitResolved() {
        while (number("""
                select count(*) from (select from customer
                    where dirty_seq is not null or resolved_revision < (select max(revision) from model_revision) limit 1) behind
                """) > 0) {
            Pause.of(Duration.ofMillis(200));
        }
    }

    /** From the request to its end. */
    long report() {
        long run = ask();
        long until = System.nanoTime() + LONGEST.toNanos();
        while (isOpen(run)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Run " + run + " does not come to an end");
            }
            Pause.of(Duration.ofMillis(100));
        }
        if (number("select count(*) from reconciliation where status = 'COMPLETED' and id = " + run) != 1) {
            throw new IllegalStateException(server.get("/v1/reconciliations/" + run, "Authorization", AUTHORIZATION)
                    .body());
        }
        return run;
    }

    long ask() {
        var asked =
                server.send("POST", "/v1/reconciliations", "application/json", "{\"mode\":\"report\"}", AUTHORIZATION);
        Matcher id = ID.matcher(asked.body());
        if (asked.statusCode() != 202 || !id.find()) {
            throw new IllegalStateException(asked.statusCode() + " " + asked.body());
        }
        return Long.parseLong(id.group(1));
    }

    boolean isOpen(long run) {
        return number("select count(*) from reconciliation where status in ('PENDING', 'RUNNING') and id = " + run) > 0;
    }

    /** Seconds by step, in the order in which they were made. */
    Map<String, Double> steps(long run) {
        var steps = new LinkedHashMap<String, Double>();
        pairs("""
                select s.step_name, extract(epoch from s.end_time - s.start_time)::text
                from batch_step_execution s
                join batch_job_execution_params p on p.job_execution_id = s.job_execution_id and p.parameter_name = 'run'
                where p.parameter_value = '%d' and s.step_name not like '%%:%%' order by s.step_execution_id
                """.formatted(run)).forEach((step, seconds) -> steps.put(step, Double.parseDouble(seconds)));
        return steps;
    }

    /** What a report says is open, by customer. */
    Map<String, String> told(long run) {
        return new TreeMap<>(pairs("""
                select coalesce(customer_key, provider_customer),
                       string_agg(concat_ws(' ', type, amount, currency), ', ' order by type)
                from break_told where run = %d and left_as is null group by 1
                """.formatted(run)));
    }

    private Map<String, String> pairs(String query) {
        var pairs = new LinkedHashMap<String, String>();
        try (Connection connection = postgres.connect(DATABASE);
                var rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(query, failure);
        }
        return pairs;
    }

    /** The sum of all series whose name and labels begin so. */
    double figure(String name) {
        return server.get("/actuator/prometheus", "Authorization", AUTHORIZATION)
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What is asked for and done at once. */
    String post(String path, String body) {
        var answer = server.send("POST", path, "application/json", body, AUTHORIZATION);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** An answer as it comes. */
    <T> T read(String path, Function<InputStream, T> reader) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", AUTHORIZATION)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + answer.statusCode());
            }
            return reader.apply(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    void change(String statement) {
        postgres.run(DATABASE, statement);
    }

    long number(String query) {
        return postgres.number(DATABASE, query);
    }

    @Override
    public void close() {
        server.close();
    }
}
