package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.Migration.Action;
import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.entitlement.migration.Moving;
import dev.plumbline.entitlement.migration.Previewing;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the jobs of the worker do, turn by turn, without it. */
final class ByHand {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MigrationWork work;
    private final Previewing previewing;
    private final Moving moving;

    ByHand(MigrationWork work, Previewing previewing, Moving moving) {
        this.work = work;
        this.previewing = previewing;
        this.moving = moving;
    }

    /** Everything that waits, each to its end, or to the end of its wave. */
    void all() {
        for (var claimed = work.claim("me", LEASE, Set.of());
                claimed.isPresent();
                claimed = work.claim("me", LEASE, Set.of())) {
            run(work.ours(claimed.get().id(), "me").orElseThrow());
        }
    }

    private void run(Migration migration) {
        Action action = java.util.Objects.requireNonNull(migration.action());
        switch (action) {
            case PREVIEW -> {
                previewing.enlist(migration, "me");
                while (previewing.look(migration, "me") > 0) {
                    // page by page
                }
                previewing.conclude(migration, "me");
            }
            case MOVE -> {
                while (moving.move(migration, "me", 7) > 0) {
                    // some at a time
                }
                moving.concludeWave(migration, "me");
            }
            case UNDO -> {
                while (moving.undo(migration, "me", 7) > 0) {
                    // some at a time
                }
                moving.concludeUndo(migration, "me");
            }
        }
    }

    /** One turn of a move, and then this process is gone. */
    int oneTurnAndGone(String owner, long id) {
        work.claim(owner, Duration.ZERO, List.of());
        return moving.move(work.ours(id, owner).orElseThrow(), owner, 7);
    }

    MigrationWork work() {
        return work;
    }

    Moving moving() {
        return moving;
    }
}
