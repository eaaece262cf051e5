package dev.plumbline.sync.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What goes wrong at the database and in the process, drawn from the seed: between any two statements, and around commits. */
final class Hazards {
    /** What befalls a statement or a commit. */
    enum Blow {
        /** The connection is lost; nothing of the transaction happened. */
        LOST("08006"),
        /** The connection is lost after the commit: it happened, and nobody was told. */
        LOST_AFTER("08007"),
        DEADLOCK("40P01"),
        SERIALIZATION("40001"),
        READ_ONLY("25006"),
        KILLED(""),
        KILLED_AFTER("");

        final String sqlState;

        Blow(String sqlState) {
            this.sqlState = sqlState;
        }

        boolean isAfter() {
            return this == LOST_AFTER || this == KILLED_AFTER;
        }

        boolean kills() {
            return this == KILLED || this == KILLED_AFTER;
        }
    }

    /** One in so many; 0 for never. */
    record Odds(int failure, int kill, int interruption) {
        static final Odds NONE = new Odds(0, 0, 0);
    }

    private static final int LOCKS_WAIT = 6;
    private static final int INTERRUPTED_AT_THE_END = 12;
    private static final Duration READ_ONLY_FOR = Duration.ofSeconds(4);

    private final SplittableRandom random;
    private final SimulatedClock clock;
    private final Tally tally;
    private Odds odds = Odds.NONE;
    private Runnable interruption = () -> {};
    private Instant readOnlyUntil = Instant.MIN;

    Hazards(long seed, SimulatedClock clock, Tally tally) {
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        this.tally = tally;
    }

    void begin(Odds chosen, Runnable whatOthersDo) {
        odds = chosen;
        interruption = whatOthersDo;
    }

    /** Nothing fails any more; but whoever opens a transaction is not alone. */
    void end(Runnable whatOthersDo) {
        begin(new Odds(0, 0, INTERRUPTED_AT_THE_END), whatOthersDo);
    }

    void endAll() {
        odds = Odds.NONE;
    }

    /** Others may get a turn before the statement is sent; null when nothing befalls it. */
    @Nullable
    Blow strikeStatement(boolean writes, boolean inTransaction) {
        return strikeStatement(writes, inTransaction, false);
    }

    /** @param locks waits for rows: that is where the others get most of their turns */
    @Nullable
    Blow strikeStatement(boolean writes, boolean inTransaction, boolean locks) {
        if (oneIn(locks ? odds.interruption() / LOCKS_WAIT : odds.interruption()) && inTransaction) {
            interruption.run();
        }
        if (writes && readOnlyUntil.isAfter(clock.instant()) && odds.failure() > 0) {
            tally.count(Stimulus.READ_ONLY);
            return Blow.READ_ONLY;
        }
        if (oneIn(odds.kill())) {
            tally.count(inTransaction ? Stimulus.KILLED_IN_TRANSACTION : Stimulus.KILLED_AROUND_COMMIT);
            return Blow.KILLED;
        }
        if (!oneIn(odds.failure())) {
            return null;
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                tally.count(Stimulus.CONNECTION_LOST);
                yield Blow.LOST;
            }
            case 3, 4 -> {
                tally.count(Stimulus.DEADLOCK);
                yield Blow.DEADLOCK;
            }
            case 5, 6 -> {
                tally.count(Stimulus.DEADLOCK);
                yield Blow.SERIALIZATION;
            }
            default -> {
                readOnlyUntil = clock.instant().plus(READ_ONLY_FOR);
                yield null;
            }
        };
    }

    /** Of a transaction, or of a single statement that writes. */
    @Nullable
    Blow strikeCommit() {
        if (oneIn(odds.kill())) {
            tally.count(Stimulus.KILLED_AROUND_COMMIT);
            return random.nextBoolean() ? Blow.KILLED : Blow.KILLED_AFTER;
        }
        if (!oneIn(odds.failure())) {
            return null;
        }
        tally.count(Stimulus.COMMIT_UNKNOWN);
        return random.nextBoolean() ? Blow.LOST : Blow.LOST_AFTER;
    }

    private boolean oneIn(int many) {
        return many > 0 && random.nextInt(many) == 0;
    }
}
