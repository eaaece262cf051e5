package dev.plumbline.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.plumbline.benchmarks.SignedWebhooks.Template;
import dev.plumbline.benchmarks.load.Load;
import dev.plumbline.benchmarks.load.Repeated;
import dev.plumbline.benchmarks.load.Tally;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Checks a second over HTTP from the cache, beside the same server when it has nothing to do. */
final class Check {
    /** Nothing is measured while the customers come in, so the provider's limit need not be kept. */
    private static final int FETCHES_WHILE_FILLING = 1_000;

    private static final int CUSTOMERS = 1_000;

    private static final String AUTHORIZATION = "Bearer " + Plumbline.KEY;
    private static final long SEED = 7;

    private final Settings settings;
    private final Path folder;
    private final Postgres postgres;

    Check(Settings settings, Path folder, Postgres postgres) {
        this.settings = settings;
        this.folder = folder;
        this.postgres = postgres;
    }

    void play() throws IOException {
        try (var company = new Company(CUSTOMERS);
                var plumbline = Plumbline.start(folder, postgres, company, FETCHES_WHILE_FILLING)) {
            fill(plumbline, company, settings);
            String answer = usualAnswer(plumbline, company.customers().getFirst());
            Path file = Files.writeString(folder.resolve("check.json"), answer);
            try (var bare = Ingest.start(folder, file)) {
                var contestants = contestants(bare, plumbline.server(), company);
                Report.say(
                        "%n== Checks from the cache: %d connections, %d customers, answers of about %d bytes",
                        settings.connections(), CUSTOMERS, answer.length());
                Report.printHead(contestants);
                Report.printSummary(new Rounds(settings, postgres, () -> {}).play(contestants));
            }
        }
    }

    private static List<Contestant> contestants(ServerProcess bare, ServerProcess ours, Company company) {
        byte[][] checks = company.customers().stream()
                .flatMap(customer -> Company.FEATURES.stream().map(feature -> checkOf(customer, feature)))
                .toArray(byte[][]::new);
        return List.of(
                contestant("bare", "bare Tomcat, a constant JSON of the size of a check", bare, 200, get("/constant")),
                contestant(
                        "asset",
                        "same server, least GET: a static file of 1 KB, no key",
                        ours,
                        200,
                        get("/assets/plumbline.svg")),
                contestant(
                        "empty",
                        "same server, empty endpoint: a webhook for nobody, answered 404 by its controller without a body, no key",
                        ours,
                        404,
                        text("POST /webhooks/nobody", "Content-Length: 0\r\n")),
                contestant("plumbline", "ours: a random customer and feature, with an API key", ours, 200, checks));
    }

    private static Contestant contestant(
            String name, String what, ServerProcess server, int status, byte[]... requests) {
        return new Contestant(name, what, server, status, _ -> new Repeated(requests, SEED));
    }

    /** One delivery for each customer; their passes make the entitlements. */
    static void fill(Plumbline plumbline, Company company, Settings settings) {
        List<Template> templates = company.events().stream()
                .map(event -> Template.of(event, Plumbline.WEBHOOKS))
                .toList();
        var once = new SignedWebhooks(templates, 0, templates.size(), Instant.now());
        Tally tally = new Load(plumbline.server().port(), settings.connections(), 200).run(once, Duration.ofMinutes(2));
        plumbline.awaitIdle();
        if (tally.failed() > 0 || plumbline.subjectsApplied() != templates.size()) {
            throw new IllegalStateException("%d of %d customers have entitlements; %s"
                    .formatted(plumbline.subjectsApplied(), templates.size(), tally.firstFailure()));
        }
    }

    /** Of a customer's checks the one of middle length. */
    private static String usualAnswer(Plumbline plumbline, String customer) {
        var answers = new ArrayList<String>();
        for (String feature : Company.FEATURES) {
            var answer = plumbline.server().get(path(customer, feature), "Authorization", AUTHORIZATION);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            answers.add(answer.body());
        }
        answers.sort(Comparator.comparingInt(String::length));
        return answers.get(answers.size() / 2);
    }

    private static byte[] checkOf(String customer, String feature) {
        return text("GET " + path(customer, feature), "Authorization: " + AUTHORIZATION + "\r\n");
    }

    private static byte[] get(String path) {
        return text("GET " + path, "");
    }

    private static String path(String customer, String feature) {
        return "/v1/customers/" + customer + "/entitlements/" + feature;
    }

    private static byte[] text(String line, String headers) {
        return (line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json, */*\r\n" + headers + "\r\n")
                .getBytes(US_ASCII);
    }
}
