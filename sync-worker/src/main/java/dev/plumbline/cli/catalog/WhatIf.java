package dev.plumbline.cli.catalog;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same plan, for those who ask who is hurt before they ask what is edited. */
@Command(
        name = "whatif",
        description = {
            "Show whom a file would change something for, and who loses most.",
            "The same as catalog plan, told by customers. Writes nothing. Exit 2 when anything changes."
        })
final class WhatIf implements Callable<Integer> {
    private static final List<String> LOSSES = List.of("LOST", "LIMIT_DOWN", "LEVEL_DOWN", "OVER_LIMIT");
    /** Enough to find who loses most, and an end for drafts that change everybody. */
    private static final int PAGES = 100;

    private final Shell shell;

    @Parameters(index = "0", paramLabel = "FILE", description = "The catalog file, - for the standard input.")
    private String file = "";

    @Option(
            names = "--effective-at",
            paramLabel = "INSTANT",
            description = "When it would take effect. Default: at once.")
    private @Nullable Instant effectiveAt;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of those who lose. Default: ${DEFAULT-VALUE}.")
    private int top;

    WhatIf(Shell shell) {
        this.shell = shell;
    }

    private record Loser(String customer, List<JsonNode> losses) {}

    @Override
    public Integer call() {
        JsonNode run = PlanRun.of(shell, file, effectiveAt);
        List<Loser> losers = losers(run.path("id").asString(""));
        if (shell.terminal().wantsJson()) {
            ObjectNode answer = (ObjectNode) run.deepCopy();
            ArrayNode shown = answer.putArray("topLosers");
            losers.forEach(loser -> shown.addObject()
                    .put("customer", loser.customer())
                    .putArray("losses")
                    .addAll(loser.losses()));
            shell.terminal().json(answer);
        } else {
            var report = new PlanReport(shell.terminal());
            report.counts(run);
            report.features(run);
            losers.forEach(this::show);
        }
        return PlanRun.changesAnything(run) ? Exit.FOUND : Exit.OK;
    }

    private List<Loser> losers(String plan) {
        Map<String, List<JsonNode>> byCustomer = new TreeMap<>();
        for (String kind : LOSSES) {
            for (JsonNode change : changes(plan, kind)) {
                byCustomer
                        .computeIfAbsent(change.path("customer").asString(""), absent -> new ArrayList<>())
                        .add(change);
            }
        }
        return byCustomer.entrySet().stream()
                .map(entry -> new Loser(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt((Loser loser) -> loser.losses().size())
                        .reversed()
                        .thenComparing(Loser::customer))
                .limit(top)
                .toList();
    }

    private List<JsonNode> changes(String plan, String kind) {
        var all = new ArrayList<JsonNode>();
        String cursor = null;
        for (int page = 0; page < PAGES; page++) {
            JsonNode changes = shell.server()
                    .ask(Call.get("/v1/catalog/plans/{}/changes", plan)
                            .with("kind", kind)
                            .with("limit", 1_000)
                            .with("cursor", cursor))
                    .json();
            changes.path("data").forEach(all::add);
            cursor = changes.path("nextCursor").asString(null);
            if (cursor == null) {
                return all;
            }
        }
        shell.terminal().remark(Paint.warn("More lose than were looked at for the list below: " + kind));
        return all;
    }

    private void show(Loser loser) {
        shell.terminal().line(Paint.strong(loser.customer()));
        for (JsonNode loss : loser.losses()) {
            shell.terminal()
                    .line(
                            "  ",
                            Paint.bad(loss.path("kind").asString("")),
                            " ",
                            loss.path("feature").asString(""),
                            ": ",
                            loss.path("before").asString(""),
                            " → ",
                            loss.path("after").asString(""),
                            Paint.faint(" from " + loss.path("from").asString("now")));
        }
    }
}
