package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Reply;
import dev.plumbline.cli.shell.Server;
import dev.plumbline.cli.shell.Shell;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What can be seen of a running Plumbline from here. */
final class ServerLook {
    private static final Duration TOLERATED = Duration.ofMinutes(5);
    private static final Duration NOTABLE = Duration.ofSeconds(10);

    private final Shell shell;
    private final List<Finding> findings = new ArrayList<>();

    ServerLook(Shell shell) {
        this.shell = shell;
    }

    List<Finding> findings() {
        Reply alive;
        try {
            alive = shell.server().send(Call.get("/actuator/health/liveness").withoutKey());
        } catch (Failure unreachable) {
            return List.of(Finding.bad("connection", unreachable.what(), String.valueOf(unreachable.mend())));
        }
        findings.add(Finding.good("connection", shell.server().base() + " answers"));
        clock(alive);
        if (alive.status() == 404) {
            findings.add(Finding.odd(
                    "health",
                    "its health is not to be seen at this address",
                    "With MANAGEMENT_SERVER_PORT it has a port of its own: ask there"));
        } else {
            readiness();
        }
        if (key()) {
            breaks();
            quarantine();
        }
        return findings;
    }

    private void clock(Reply reply) {
        Optional<Instant> theirs = reply.header("Date").flatMap(ServerLook::instant);
        if (theirs.isEmpty()) {
            return;
        }
        Duration apart = Duration.between(shell.clock().instant(), theirs.get()).abs();
        if (apart.compareTo(TOLERATED) > 0) {
            findings.add(Finding.bad(
                    "clock",
                    "the server's clock and this one are " + apart.toSeconds()
                            + " s apart: signatures older than five minutes are refused",
                    "Keep both in time by NTP; the server's counts for webhooks"));
        } else if (apart.compareTo(NOTABLE) > 0) {
            findings.add(Finding.odd(
                    "clock",
                    "the server's clock and this one are " + apart.toSeconds() + " s apart",
                    "Keep both in time by NTP"));
        } else {
            findings.add(Finding.good("clock", "the server's agrees with this one"));
        }
    }

    private static Optional<Instant> instant(String header) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    private void readiness() {
        Reply reply = shell.server().send(Call.get("/actuator/health/readiness").withoutKey());
        if (reply.isGood()) {
            findings.add(Finding.good(
                    "readiness", "routes run, the database is migrated and answers, a model is published"));
            return;
        }
        for (Map.Entry<String, JsonNode> part : reply.json().path("components").properties()) {
            if (!part.getValue().path("status").asString("").equals("UP")) {
                findings.add(notReady(part.getKey(), part.getValue().path("details")));
            }
        }
    }

    private static Finding notReady(String part, JsonNode details) {
        if (part.equals("db")) {
            return Finding.bad(
                    "database", "the server cannot reach it", "Look after PostgreSQL; PLUMBLINE_DB_URL says which one");
        }
        if (details.has("model")) {
            return Finding.bad(
                    "model",
                    "none is published",
                    "plumbline catalog pull stripe default -o catalog.yaml, decide, plumbline catalog publish catalog.yaml");
        }
        if (details.has("route")) {
            return Finding.bad(
                    "routes",
                    details.path("route").asString(""),
                    "Look into the log of the server, and start it again");
        }
        return Finding.bad("readiness", part + " is down " + details, "Look into the log of the server");
    }

    /** Whether it may read. */
    private boolean key() {
        if (!shell.server().hasKey()) {
            findings.add(Finding.bad(
                    "key",
                    Server.KEY + " is not set",
                    "export " + Server.KEY + "=… (the demo prints one at every start)"));
            return false;
        }
        Reply reply = shell.server().send(Call.get("/v1/catalog"));
        switch (reply.status()) {
            case 200, 404 -> findings.add(Finding.good("key", "it is known and may read"));
            case 401 ->
                findings.add(Finding.bad(
                        "key",
                        "the server does not know it, or it has expired",
                        "Set " + Server.KEY + " to one it knows"));
            case 403 ->
                findings.add(Finding.odd(
                        "key", "it may not read", "Use a key with the scope read, for all that is looked at below"));
            default ->
                findings.add(
                        Finding.bad("key", "the server answers " + reply.status(), "Look into the log of the server"));
        }
        return reply.status() == 200 || reply.status() == 404;
    }

    private void breaks() {
        Map<String, Long> open = new TreeMap<>();
        String cursor = null;
        do {
            JsonNode page = shell.server()
                    .ask(Call.get("/v1/breaks")
                            .with("state", "open")
                            .with("limit", 1_000)
                            .with("cursor", cursor))
                    .json();
            page.path("data").forEach(one -> open.merge(one.path("type").asString(""), 1L, Long::sum));
            cursor = page.path("nextCursor").asString(null);
        } while (cursor != null);
        Long unmapped = open.remove("UNMAPPED_PRICE");
        findings.add(
                unmapped == null
                        ? Finding.good("mappings", "every price that is paid is mapped")
                        : Finding.odd(
                                "mappings",
                                unmapped + " times a price is paid that no plan maps",
                                "plumbline catalog pull stripe default -o draft.yaml adds them to the catalog, to decide"));
        open.forEach((type, count) -> findings.add(Finding.odd(
                "breaks", count + " open of " + type, "GET /v1/breaks?state=open&type=" + type + " says of whom")));
    }

    private void quarantine() {
        Reply reply = shell.server()
                .send(Call.get("/v1/subjects").with("state", "quarantined").with("limit", 1));
        if (reply.isGood() && !reply.json().path("data").isEmpty()) {
            findings.add(Finding.odd(
                    "quarantine",
                    "somebody cannot be brought up to date",
                    "GET /v1/subjects?state=quarantined says who and why; docs/runbook.md says what to do"));
        }
    }
}
