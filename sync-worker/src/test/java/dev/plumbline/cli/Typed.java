package dev.plumbline.cli;

import dev.plumbline.cli.shell.Shell;
import dev.plumbline.cli.shell.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came of a line that was typed. */
record Typed(int exit, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A terminal with these variables. */
    static final class At {
        private final Map<String, String> environment = new LinkedHashMap<>();
        private InstantSource clock = InstantSource.system();
        private boolean people;

        At with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** Somebody looks at it: colours and bars. */
        At seenByPeople() {
            people = true;
            return this;
        }

        At at(InstantSource time) {
            clock = time;
            return this;
        }

        Typed type(String... arguments) {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            var terminal = new Terminal(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    people);
            int exit = Cli.run(new Shell(environment, terminal, clock), arguments);
            return new Typed(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    static Typed nowhere(String... arguments) {
        return new At().type(arguments);
    }

    JsonNode json() {
        return JSON.readTree(out);
    }
}
