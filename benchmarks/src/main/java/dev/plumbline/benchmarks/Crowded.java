package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.machine.CpuTime;
import dev.plumbline.benchmarks.machine.Machine;
import dev.plumbline.benchmarks.machine.Pause;
import dev.plumbline.benchmarks.machine.Postgres;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The real jar on a durable PostgreSQL with a crowd of customers. */
final class Crowded implements AutoCloseable {
    static final String DATABASE = "crowd";
    static final String AUTHORIZATION = "Bearer " + Plumbline.KEY;

    private final ServerProcess server;
    private final Postgres postgres;
    private final Crowd crowd;

    private Crowded(ServerProcess server, Postgres postgres, Crowd crowd) {
        this.server = server;
        this.postgres = postgres;
        this.crowd = crowd;
    }

    static void play(Path folder, Postgres postgres, int customers, Function<Crowded, Runnable> benchmark) {
        var server = Jar.startOn(DATABASE, folder, postgres, Map.of());
        try (var crowded = new Crowded(server, postgres, new Crowd(customers))) {
            long began = System.nanoTime();
            crowded.crowd.copyInto(postgres, DATABASE);
            Report.say("%,d customers copied in %.1f s%n", customers, (System.nanoTime() - began) / 1e9);
            benchmark.apply(crowded).run();
        }
    }

    ServerProcess server() {
        return server;
    }

    Crowd crowd() {
        return crowd;
    }

    long number(String query) {
        return postgres.number(DATABASE, query);
    }

    /** What took how long, and what it cost for each customer. */
    <T> T measured(String what, Supplier<T> work) {
        postgres.checkpoint();
        int idle = Machine.awaitQuiet();
        Duration serverBefore = server.cpu();
        Duration postgresBefore = postgres.cpu();
        Duration busyBefore = Machine.busy();
        Duration driverBefore = CpuTime.of(ProcessHandle.current().pid());
        long began = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - began) / 1e9;
        Duration ofServer = server.cpu().minus(serverBefore);
        Duration ofPostgres = postgres.cpu().minus(postgresBefore);
        Duration others = Machine.busy()
                .minus(busyBefore)
                .minus(ofServer)
                .minus(ofPostgres)
                .minus(CpuTime.of(ProcessHandle.current().pid()).minus(driverBefore));
        Report.say(
                "%-44s %7.1f s %,10.0f customers/s   CPU us each: server %5.0f, PostgreSQL %5.0f   memory at most %d MB   (idle before %d %%, others %.0f %%)",
                what,
                seconds,
                crowd.size() / seconds,
                ofServer.toMillis() * 1e3 / crowd.size(),
                ofPostgres.toMillis() * 1e3 / crowd.size(),
                server.mostMemory(),
                idle,
                100.0 * others.toMillis() / 1e3 / seconds / Runtime.getRuntime().availableProcessors());
        return result;
    }

    /** Until nobody is behind the model any more. */
    void publish(String catalog) {
        var answer = server.send("POST", "/v1/catalog/publish", "application/yaml", catalog, AUTHORIZATION);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        while (number("""
                select count(*) from (select from customer
                    where resolved_revision < (select max(revision) from model_revision) limit 1) behind
                """) > 0) {
            Pause.of(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
