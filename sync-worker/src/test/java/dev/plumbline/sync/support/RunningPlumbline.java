package dev.plumbline.sync.support;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.Plumbline;
import dev.plumbline.entitlement.check.people.Passwords;
import dev.plumbline.entitlement.check.people.QuickPasswords;
import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product in this JVM, on a database of its own, connected to a simulated Stripe over real HTTP. */
public final class RunningPlumbline implements AutoCloseable {
    public static final String KEY = "test-key-0123456789-0123456789-0123456789";
    public static final String SECRET = "whsec_test";
    private static final String WAITS = "dirty_seq is not null and dirty_cause <> 'settle' and absent_since is null";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SimulatedStripe stripe;
    private final SimulatedApi api;
    private final SimulatedStripeServer server;
    private final ConfigurableApplicationContext context;
    private final HikariDataSource owner = new HikariDataSource();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    /** What a test wants different. */
    public static final class Options {
        private final Map<String, Object> settings = new LinkedHashMap<>();
        private final Set<String> left = new HashSet<>();
        private String database = "";
        private @Nullable InstantSource clock;
        private @Nullable BeanPostProcessor changed;

        /** The machine's clock, as this node reads it. */
        public Options clock(InstantSource read) {
            clock = read;
            return this;
        }

        /** Beans as they come out of it. */
        public Options changed(BeanPostProcessor by) {
            changed = by;
            return this;
        }

        public Options with(String property, Object value) {
            settings.put(property, value);
            return this;
        }

        /** What is given to every other one. */
        public Options without(String property) {
            left.add(property);
            return this;
        }

        /** The same database as another one's. */
        public Options on(String jdbcUrl) {
            database = jdbcUrl;
            return this;
        }
    }

    private RunningPlumbline(Options options) {
        String database = options.database.isEmpty() ? TestPostgres.freshDatabase() : options.database;
        stripe = new SimulatedStripe(InstantSource.system(), 42, Settings.testMode());
        api = new SimulatedApi(stripe, "rk_test_key", 42);
        server = SimulatedStripeServer.start(api, 0);
        var settings = new LinkedHashMap<String, Object>();
        settings.put("server.port", 0);
        settings.put("plumbline.demo", false);
        settings.put("plumbline.db.url", database);
        settings.put("plumbline.db.user", "postgres");
        settings.put("plumbline.bootstrap-key", KEY);
        settings.put("plumbline.catalog", "classpath:demo/harbor.yaml");
        settings.put("plumbline.catalog.publish", true);
        settings.put("plumbline.stripe.default.api-key", "rk_test_key");
        settings.put("plumbline.stripe.default.api-base", server.base());
        settings.put("plumbline.stripe.default.webhook-secrets", SECRET);
        settings.put("plumbline.stripe.default.requests-per-second", 1_000);
        settings.put("plumbline.reconcile.cron", "-"); // at 02:00 a test is to be what it is at any hour
        settings.putAll(options.settings);
        options.left.forEach(settings::remove);
        List<String> arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        context = new SpringApplicationBuilder(Plumbline.class)
                .initializers(
                        RunningPlumbline::hashQuickly,
                        before -> readTheTimeFrom(options.clock, before),
                        before -> change(options.changed, before))
                .run(arguments.toArray(String[]::new));
        owner.setJdbcUrl(database);
        owner.setUsername("postgres");
        owner.setMaximumPoolSize(4);
        owner.setMinimumIdle(0);
        owner.setConnectionTimeout(10_000);
        WebServer web = ((WebServerApplicationContext) context).getWebServer();
        base = "http://127.0.0.1:" + Objects.requireNonNull(web).getPort();
    }

    private static void readTheTimeFrom(@Nullable InstantSource clock, ConfigurableApplicationContext context) {
        if (clock != null) {
            context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return name.equals("realTime") ? clock : bean;
                }
            });
        }
    }

    private static void hashQuickly(ConfigurableApplicationContext context) {
        change(
                new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        return bean instanceof Passwords ? QuickPasswords.make() : bean;
                    }
                },
                context);
    }

    private static void change(@Nullable BeanPostProcessor by, ConfigurableApplicationContext context) {
        if (by != null) {
            context.getBeanFactory().addBeanPostProcessor(by);
        }
    }

    public static RunningPlumbline start() {
        return start(options -> {});
    }

    public static RunningPlumbline start(Consumer<Options> wanted) {
        var options = new Options();
        wanted.accept(options);
        return new RunningPlumbline(options);
    }

    public SimulatedStripe stripe() {
        return stripe;
    }

    /** Where the simulated Stripe answers. */
    public URI billing() {
        return server.base();
    }

    public SimulatedApi api() {
        return api;
    }

    /** It answers nobody any more, nor those who wait for an answer. */
    public void endBilling() {
        server.close();
    }

    /** Connections of the database's owner. */
    public DataSource owner() {
        return owner;
    }

    /** As the database's owner: the product itself works with fewer rights than a test needs. */
    public JdbcClient sql() {
        return JdbcClient.create(owner);
    }

    /** As after the first login with one that an admin typed. */
    public void haveChosenTheirPassword(String login) {
        sql().sql("update person set password_given = false where login = :login")
                .param("login", login)
                .update();
    }

    public long count(String sql) {
        return sql().sql(sql).query(Long.class).single();
    }

    public String text(String sql) {
        return sql().sql(sql)
                .query((row, n) -> String.valueOf(row.getString(1)))
                .single();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Of several of a type, the one with that name. */
    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public URI uri(String path) {
        return URI.create(base + path);
    }

    // webhooks

    public static String signed(byte[] body) {
        return StripeSignature.header(Instant.now(), body, List.of(SECRET));
    }

    public int deliver(Event event) {
        return deliver(event.body());
    }

    public int deliver(byte[] body) {
        return deliver("/webhooks/stripe/default", body, signed(body));
    }

    public int deliver(String path, byte[] body, String signature) {
        return send(HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build())
                .statusCode();
    }

    public CompletableFuture<Integer> deliverSoon(byte[] body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(uri("/webhooks/stripe/default"))
                                .header("Stripe-Signature", signed(body))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    // the API

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    public JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    public HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    public HttpResponse<String> put(String path, Map<String, Object> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + KEY);
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new AssertionError(request + " failed", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    // what it came to

    /** Everything of a feature's answer that matters, as text; empty for a customer that is not there. */
    public JsonNode check(String customer, String feature) {
        return json("/v1/customers/" + customer + "/entitlements/" + feature + "?consistency=strict");
    }

    /**
     * Waits until nobody is to be looked at but those that settle or are looked for again; says who is when that takes too long.
     * It looks less and less often: with a thousand on their way, looks are what they would wait for.
     */
    public void comeToRest() {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        for (long pause = 3_000_000; isBusy(); pause = Math.min(pause * 3 / 2, 100_000_000)) {
            if (System.nanoTime() > until) {
                throw new AssertionError(
                        "It does not come to rest: " + waiting() + "; the threads are in " + dumpThreads());
            }
            LockSupport.parkNanos(pause);
        }
    }

    private boolean isBusy() {
        return sql().sql("select exists (select from subject where " + WAITS + ")")
                .query(Boolean.class)
                .single();
    }

    private List<String> waiting() {
        return sql().sql("select row_to_json(subject)::text from subject where " + WAITS)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** All threads, virtual ones too: what hangs is in there. */
    private static Path dumpThreads() {
        try {
            Path file = Files.createTempDirectory("plumbline-threads").resolve("threads.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            return file;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Where the shared samples are; null when this checkout stands alone. */
    public static Path samples() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path samples = folder.resolve("shared").resolve("samples");
            if (samples.toFile().isDirectory()) {
                return samples;
            }
        }
        return Path.of("no-samples-here");
    }

    @Override
    public void close() {
        context.close();
        owner.close();
        server.close();
        http.close();
    }
}
