package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.SignedWebhooks.Template;
import dev.plumbline.benchmarks.floor.Floor;
import dev.plumbline.benchmarks.load.Requests;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Webhooks acknowledged a second, with passes running, beside a receiver that only checks the signature and commits a row. */
final class Ingest {
    /** More than this is not sent in a run. */
    private static final int MOST_PER_SECOND = 8_000;

    /**
     * Taken in turn, so that no two connections mark the same one at once. Few, because between runs all of them are fetched
     * twice (the event, and the second look after an unchanged answer) at the provider's pace.
     */
    private static final int CUSTOMERS = 200;

    private final Settings settings;
    private final Path folder;
    private final Postgres postgres;
    private long signed;

    Ingest(Settings settings, Path folder, Postgres postgres) {
        this.settings = settings;
        this.folder = folder;
        this.postgres = postgres;
    }

    void play() throws IOException {
        Path nothing = Files.writeString(folder.resolve("ok.json"), "{}");
        String floorUrl = postgres.create("floor") + "&user=" + Postgres.USER;
        try (var company = new Company(CUSTOMERS);
                var floor = start(folder, nothing, floorUrl, SignedWebhooks.SECRET);
                var plumbline = Plumbline.start(folder, postgres, company, settings.fetches())) {
            var contestants = List.of(
                    new Contestant(
                            "floor",
                            "bare Tomcat: verify, insert one row, commit, 200",
                            floor,
                            200,
                            webhooks(company, "/webhooks")),
                    new Contestant(
                            "plumbline",
                            "ours: verify, keep, mark whom to look at, commit, 200; passes fetch and apply meanwhile",
                            plumbline.server(),
                            200,
                            webhooks(company, Plumbline.WEBHOOKS),
                            plumbline::passes));
            Report.say(
                    "%n== Webhooks acknowledged: %d connections, %d customers, events of about %,d bytes, %d fetches/s allowed",
                    settings.connections(),
                    CUSTOMERS,
                    company.events().getFirst().body().length,
                    settings.fetches());
            Report.printHead(contestants);
            var rounds = new Rounds(settings, postgres, plumbline::awaitIdle);
            var played = rounds.play(contestants);
            Report.printSummary(played);
            prove(
                    plumbline,
                    rounds.good(contestants.getLast()),
                    played.getLast().runs());
        }
    }

    /** What was acknowledged is there, and the passes did their work. */
    private static void prove(Plumbline plumbline, long acknowledged, List<Run> runs) {
        plumbline.awaitIdle();
        long rows = plumbline.inboxRows();
        Report.say(
                "passes: %,d while measured, %,d in all; %,d customers applied",
                runs.stream().mapToLong(Run::passes).sum(), plumbline.passes(), plumbline.subjectsApplied());
        Report.say(
                "acknowledged with warm-up %,d, rows in the inbox %,d: %s",
                acknowledged, rows, rows == acknowledged ? "all are there" : "NOT THE SAME");
    }

    private Function<Duration, Requests> webhooks(Company company, String path) {
        List<Template> templates =
                company.events().stream().map(event -> Template.of(event, path)).toList();
        return time -> {
            int count = Math.toIntExact(time.toSeconds() * MOST_PER_SECOND);
            var webhooks = new SignedWebhooks(templates, signed, count, Instant.now());
            signed += count;
            return webhooks;
        };
    }

    /** @param more the database and the secret, for one that keeps rows */
    static ServerProcess start(Path folder, Path answer, String... more) {
        int port = ServerProcess.freePort();
        var arguments = new java.util.ArrayList<>(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Floor.class.getName(),
                Integer.toString(port),
                answer.toString()));
        arguments.addAll(List.of(more));
        return ServerProcess.start("floor", port, folder, arguments, Map.of(), "/constant");
    }
}
