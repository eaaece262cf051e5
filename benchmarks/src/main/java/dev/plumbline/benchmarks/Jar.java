package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real jar, without a demo, on a database of its own. */
final class Jar {
    private Jar() {}

    /** @param more of its settings */
    static ServerProcess startOn(String database, Path folder, Postgres postgres, Map<String, String> more) {
        int port = ServerProcess.freePort();
        var environment = new HashMap<>(Map.of(
                "SERVER_PORT",
                Integer.toString(port),
                "PLUMBLINE_DB_URL",
                postgres.create(database),
                "PLUMBLINE_DB_USER",
                Postgres.USER,
                "PLUMBLINE_DB_PASSWORD",
                "",
                "PLUMBLINE_DEMO",
                "false",
                "PLUMBLINE_BOOTSTRAP_KEY",
                Plumbline.KEY));
        environment.putAll(more);
        return ServerProcess.start(
                "plumbline",
                port,
                folder,
                List.of("-jar", System.getProperty("plumbline.jar")),
                environment,
                "/actuator/health/liveness");
    }
}
