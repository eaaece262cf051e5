package dev.plumbline.sync.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Strikes at random, a node only while it is well and mostly while the other is, too; a node and the database at once is fine.
 * Each kind comes once before any comes again.
 */
final class Troubles {
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final Database database;
    private final List<Node> nodes;
    private final Random random;
    private final Deque<Fault> owed = new ArrayDeque<>();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private final List<Future<?>> passing = new ArrayList<>();
    private volatile boolean databaseIsWell = true;

    Troubles(Database database, List<Node> nodes, long seed) {
        this.database = database;
        this.nodes = nodes;
        this.random = new Random(seed);
        List<Fault> each = new ArrayList<>(FAULTS);
        Collections.shuffle(each, random);
        owed.addAll(each);
    }

    /** Returns when the last trouble has passed. */
    void rage(Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        try (ExecutorService healers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (System.nanoTime() < end) {
                Pause.of(between(700, 2_500));
                Fault fault = owed.isEmpty() ? FAULTS.get(random.nextInt(FAULTS.size())) : owed.remove();
                if (!strikes(fault, healers)) {
                    owed.add(fault);
                }
            }
            for (Future<?> trouble : passing) {
                trouble.get();
            }
        }
    }

    Map<Fault, Integer> struck() {
        return struck;
    }

    private boolean strikes(Fault fault, ExecutorService healers) {
        List<Node> concerned = fault.isOfNode() ? oneThatIsWell() : databaseIsWell ? nodes : List.of();
        if (concerned.isEmpty()) {
            return false;
        }
        struck.merge(fault, 1, Integer::sum);
        concerned.forEach(node -> node.recovery().troubled());
        if (!fault.isOfNode()) {
            databaseIsWell = false;
        }
        Duration length = lengthOf(fault);
        System.out.printf("%s of %s for %s%n", fault, fault.isOfNode() ? concerned : "the database", length);
        passing.add(healers.submit(() -> {
            pass(fault, concerned.getFirst(), length);
            if (!fault.isOfNode()) {
                databaseIsWell = true;
            }
            concerned.forEach(node -> node.recovery().calmed(System.nanoTime()));
        }));
        return true;
    }

    private void pass(Fault fault, Node node, Duration length) {
        switch (fault) {
            case KILL -> {
                node.kill();
                Pause.of(length);
                node.launch();
            }
            case FREEZE -> {
                node.freeze();
                Pause.of(length);
                node.thaw();
            }
            case DATABASE_CRASH -> {
                database.crash();
                Pause.of(length);
                database.start();
            }
            case READ_ONLY -> {
                database.readOnly(true);
                Pause.of(length);
                database.readOnly(false);
            }
        }
    }

    private List<Node> oneThatIsWell() {
        List<Node> well =
                nodes.stream().filter(node -> node.recovery().isWell()).toList();
        boolean letAllBeAway = random.nextInt(4) == 0;
        return well.isEmpty() || (well.size() < nodes.size() && !letAllBeAway)
                ? List.of()
                : List.of(well.get(random.nextInt(well.size())));
    }

    private Duration lengthOf(Fault fault) {
        return switch (fault) {
            case KILL -> between(100, 1_500);
            case FREEZE -> Plan.LEASE.plus(between(700, 2_500));
            case DATABASE_CRASH -> between(100, 2_500);
            case READ_ONLY -> between(1_000, 4_000);
        };
    }

    private Duration between(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }
}
