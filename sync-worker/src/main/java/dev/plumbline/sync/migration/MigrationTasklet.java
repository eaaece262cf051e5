package dev.plumbline.sync.migration;

import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.sync.reconcile.run.Node;
import dev.plumbline.sync.reconcile.run.Stopped;
import dev.plumbline.sync.reconcile.run.Stops;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** A step of a migration, turn by turn: each commits by itself, and a stop is heard of between two. */
final class MigrationTasklet implements Tasklet {
    static final String MIGRATION = "migration";
    private static final Logger LOG = LoggerFactory.getLogger(MigrationTasklet.class);

    private final MigrationWork work;
    private final Node node;
    private final Stops stops;
    private final Predicate<Migration> turn;

    /** @param turn true when there is more to do */
    MigrationTasklet(MigrationWork work, Node node, Stops stops, Predicate<Migration> turn) {
        this.work = work;
        this.node = node;
        this.stops = stops;
        this.turn = turn;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        StepExecution step = context.getStepContext().getStepExecution();
        Long id = step.getJobParameters().getLong(MIGRATION);
        if (id == null) {
            throw new IllegalStateException("A job of a migration has its id");
        }
        try {
            stops.check(id);
            Migration migration = work.ours(id, node.name())
                    .orElseThrow(
                            () -> new IllegalStateException("Another process works at migration " + id + " by now"));
            return RepeatStatus.continueIf(turn.test(migration));
        } catch (Stopped stopped) {
            LOG.info("Migration {} stops in step {}: {}", id, step.getStepName(), stopped.getMessage());
            step.setTerminateOnly(); // heard before the next turn, which is what makes it STOPPED
            return RepeatStatus.CONTINUABLE;
        }
    }
}
