package dev.plumbline.sync.chaos;

import dev.plumbline.simulated.api.SimulatedApi;
import dev.plumbline.simulated.api.SimulatedStripeServer;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.api.Weather;
import dev.plumbline.simulated.stripe.NewPrice;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import dev.plumbline.sync.support.PlumblineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Provider, database and two nodes, each a process or a port of its own. Closing leaves nothing running. */
final class World implements AutoCloseable {
    static final String KEY = "chaos-test-key-0123456789-0123456789-0123";
    static final String SECRET = "whsec_chaos";
    private static final String PROVIDER_KEY = "rk_test_chaos";

    private final SimulatedStripe stripe;
    private final SimulatedApi api;
    private final SimulatedStripeServer billing;
    private final Database database;
    private final List<Node> nodes;
    private Duration backWithin = Duration.ofSeconds(30);

    World(Plan plan, Path folder) throws IOException {
        stripe = new SimulatedStripe(InstantSource.system(), plan.seed(), Settings.testMode());
        List.of("starter", "team", "business", "addon")
                .forEach(name -> stripe.catalogue().createProduct("prod_" + name, name));
        Truth.PLANS.keySet().forEach(key -> stripe.catalogue().createPrice(price(key)));
        stripe.catalogue().createPrice(price("addon_invoices_100"));
        api = new SimulatedApi(stripe, PROVIDER_KEY, plan.seed());
        billing = SimulatedStripeServer.start(api, 0);
        database = new Database(folder.resolve("pg"), plan.weakened());
        nodes = List.of(node("left", folder), node("right", folder));
    }

    private static NewPrice price(String key) {
        String product = "prod_" + key.substring(0, key.indexOf('_'));
        NewPrice price =
                key.contains("yearly") ? NewPrice.yearly(product, "eur", 9_900) : NewPrice.monthly(product, "eur", 990);
        return price.withId("price_" + key).keyed(key);
    }

    private Node node(String name, Path folder) throws IOException {
        return new Node(
                name,
                new PlumblineProcess(Files.createDirectory(folder.resolve(name)))
                        .with("PLUMBLINE_DEMO", "false")
                        .with("PLUMBLINE_DB_URL", database.url())
                        .with("PLUMBLINE_DB_USER", "postgres")
                        .with("PLUMBLINE_BOOTSTRAP_KEY", KEY)
                        .with("PLUMBLINE_CATALOG", "classpath:demo/harbor.yaml")
                        .with("PLUMBLINE_CATALOG_PUBLISH", "true")
                        .with("PLUMBLINE_SYNC_LEASE", Plan.LEASE.toString())
                        .with("PLUMBLINE_SYNC_SETTLE", "PT2S")
                        .with("PLUMBLINE_STRIPE_DEFAULT_API_KEY", PROVIDER_KEY)
                        .with(
                                "PLUMBLINE_STRIPE_DEFAULT_API_BASE",
                                billing.base().toString())
                        .with("PLUMBLINE_STRIPE_DEFAULT_WEBHOOK_SECRETS", SECRET)
                        .with("PLUMBLINE_STRIPE_DEFAULT_REQUESTS_PER_SECOND", "500"));
    }

    /** Both at once, on an empty database. */
    void start() {
        long from = System.nanoTime();
        nodes.forEach(node -> {
            node.recovery().troubled();
            node.launch();
        });
        Pause.until(() -> nodes.stream().allMatch(Node::isReady) || anyEnded(), Duration.ofMinutes(3));
        if (anyEnded() || !nodes.stream().allMatch(Node::isReady)) {
            throw new AssertionError("The nodes do not start, see "
                    + nodes.stream().map(Node::log).toList());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        Duration thrice = took.multipliedBy(3);
        backWithin = thrice.compareTo(backWithin) > 0 ? thrice : backWithin;
        System.out.println("Both started in " + took);
        nodes.forEach(node -> node.recovery().calmed(System.nanoTime()));
    }

    private boolean anyEnded() {
        return nodes.stream().anyMatch(node -> node.endedByItself() > 0);
    }

    /**
     * How soon a node must be ready again when nothing troubles it any more: 30 s (F-19). A killed one has to start within that:
     * on a machine so busy that the first start took more than ten, three times as long as that.
     */
    Duration backWithin() {
        return backWithin;
    }

    /** The provider is as providers are. */
    void badWeather() {
        api.weather(Weather.calm()
                .answeringAfter(Duration.ofMillis(20))
                .with(0.02, new Trouble.RateLimited(Duration.ofSeconds(1)))
                .with(0.01, new Trouble.RateLimited(null))
                .with(0.02, new Trouble.ServerError(500))
                .with(0.01, new Trouble.ServerError(503))
                .with(0.02, new Trouble.Slow(Duration.ofSeconds(2)))
                .with(0.005, new Trouble.Reset())
                .with(0.005, new Trouble.CutOff()));
    }

    void goodWeather() {
        api.weather(Weather.calm());
    }

    SimulatedStripe stripe() {
        return stripe;
    }

    Database database() {
        return database;
    }

    List<Node> nodes() {
        return nodes;
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.close();
        }
        database.close();
        billing.close();
    }
}
