package dev.plumbline.cli.shell;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a command has at hand. */
public final class Shell {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> environment;
    private final Terminal terminal;
    private final InstantSource clock;
    private @Nullable Server server;

    public Shell(Map<String, String> environment, Terminal terminal, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
        this.clock = clock;
    }

    public Terminal terminal() {
        return terminal;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Null when it is not set, or to nothing. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** What must not be seen: typed unseen by a person, else the first line of the standard input. */
    public String secret(String prompt) {
        Console console = terminal.isForPeople() ? System.console() : null;
        try {
            char[] typed = console == null ? null : console.readPassword("%s", prompt);
            String read = console == null
                    ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine()
                    : typed == null ? null : new String(typed);
            if (read != null && !read.isEmpty()) {
                return read;
            }
        } catch (IOException closed) {
            // Nothing came: said below.
        }
        throw Failure.of(
                "No password was given", "Type it when you are asked, or send it: printf '%s\\n' … | plumbline …");
    }

    public Server server() {
        if (server == null) {
            server = Server.of(variable(Server.URL), variable(Server.KEY));
            if (!server.isOnThisMachine()
                    && server.hasKey()
                    && "http".equals(server.base().getScheme())) {
                terminal.remark(Paint.warn("Your key goes to " + server.base().getHost() + " unencrypted; use https"));
            }
        }
        return server;
    }

    /** Says why a command came to nothing. */
    public int failed(Failure failure) {
        if (terminal.wantsJson()) {
            ObjectNode error = JSON.createObjectNode();
            if (failure.problem() instanceof ObjectNode problem) {
                error.setAll(problem);
            } else {
                error.put("detail", failure.what());
            }
            if (failure.mend() != null) {
                error.put("mend", failure.mend());
            }
            terminal.jsonError(error);
            return Exit.ERROR;
        }
        terminal.error(Paint.bad("error: "), failure.what());
        failure.details().forEach(detail -> terminal.error("  ", detail));
        if (failure.mend() != null) {
            terminal.error(Paint.strong("mend: "), failure.mend());
        }
        return Exit.ERROR;
    }
}
