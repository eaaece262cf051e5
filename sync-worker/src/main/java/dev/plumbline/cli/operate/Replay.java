package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Call;
import dev.plumbline.cli.shell.Exit;
import dev.plumbline.cli.shell.Failure;
import dev.plumbline.cli.shell.Paint;
import dev.plumbline.cli.shell.Shell;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Have it looked at again. */
@Command(
        name = "replay",
        description = {
            "Look again at whom deliveries were about, or at subjects that are set aside.",
            "Replaying changes nothing that is right: the truth is fetched anew, as after any event."
        })
public final class Replay implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--delivery", paramLabel = "ID", description = "One delivery, by its id in the inbox.")
    private @Nullable Long delivery;

    @Option(names = "--since", paramLabel = "INSTANT", description = "All deliveries received then or later.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "With --since or --disposition: received before then.")
    private @Nullable Instant until;

    @Option(
            names = "--disposition",
            paramLabel = "DISPOSITION",
            description = "All deliveries that are kept, ignored, quarantined, rejected_mode or dead.")
    private @Nullable String disposition;

    @Option(
            names = "--subjects",
            paramLabel = "STATE",
            description = "All subjects that are quarantined, held, dirty, live or gone.")
    private @Nullable String subjects;

    @Option(names = "--account", paramLabel = "ACCOUNT", description = "With several: only of this account.")
    private @Nullable String account;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why. It stays in the audit.")
    private String reason = "";

    public Replay(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        long ways = Stream.of(delivery != null, since != null || disposition != null, subjects != null)
                .filter(given -> given)
                .count();
        if (ways != 1) {
            throw Failure.of(
                    "Say what to replay",
                    "One of --delivery ID, --since INSTANT or --disposition, --subjects quarantined");
        }
        return delivery != null ? one(delivery) : subjects != null ? subjects() : deliveries();
    }

    private int one(long id) {
        JsonNode kept = shell.server()
                .ask(Call.post("/v1/inbox/{}/replay", Long.toString(id)).json(Map.of("reason", reason)))
                .json();
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(kept);
        } else if (kept.path("subject").isString()) {
            shell.terminal()
                    .line(Paint.good("looked at again: "), kept.path("subject").asString(""));
        } else {
            shell.terminal()
                    .line(
                            Paint.warn("nothing follows from it: "),
                            kept.path("why")
                                    .asString("it is " + kept.path("state").asString("")));
        }
        return Exit.OK;
    }

    private int deliveries() {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("reason", reason);
        put(asked, "since", since);
        put(asked, "until", until);
        put(asked, "disposition", disposition);
        put(asked, "account", account);
        return all("/v1/inbox/replay", asked, "deliveries");
    }

    private int subjects() {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("reason", reason);
        put(asked, "state", subjects);
        put(asked, "account", account);
        return all("/v1/subjects/replay", asked, "subjects");
    }

    /** The server takes so many at once: it is asked until there are no more. */
    private int all(String path, Map<String, Object> asked, String counted) {
        long done = 0;
        String cursor;
        do {
            JsonNode page = shell.server().ask(Call.post(path).json(asked)).json();
            done += page.path(counted).asLong(0);
            cursor = page.path("nextCursor").asString(null);
            put(asked, "cursor", cursor);
            shell.terminal().remark(done, " ", counted);
        } while (cursor != null);
        if (shell.terminal().wantsJson()) {
            shell.terminal().json(JsonNodeFactory.instance.objectNode().put(counted, done));
        } else {
            shell.terminal().line(Paint.good("replayed: "), done, " ", counted);
        }
        return Exit.OK;
    }

    private static void put(Map<String, Object> asked, String name, @Nullable Object value) {
        if (value != null) {
            asked.put(name, value instanceof Instant instant ? instant.toString() : value);
        }
    }
}
