package dev.plumbline.sync.migration;

import dev.plumbline.entitlement.migration.Migration;
import dev.plumbline.entitlement.migration.MigrationWork;
import dev.plumbline.entitlement.migration.Moving;
import dev.plumbline.entitlement.migration.Previewing;
import dev.plumbline.sync.reconcile.run.Node;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import java.util.function.Predicate;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The jobs, one for what each action does. Their steps have no transaction of Batch's: each turn commits by itself, with how far
 * it came, and can be done once only; so a job goes on where it was killed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.RECONCILE)
class MigrationJobs {
    private final PlatformTransactionManager none = new ResourcelessTransactionManager();
    private final JobRepository repository;
    private final MigrationWork work;
    private final Node node;
    private final MigrationStops stops;

    MigrationJobs(JobRepository repository, MigrationWork work, Node node, MigrationStops stops) {
        this.repository = repository;
        this.work = work;
        this.node = node;
        this.stops = stops;
    }

    @Bean
    Job previewMigration(Previewing previewing) {
        return new JobBuilder("preview-migration", repository)
                .start(step("enlist", migration -> {
                    previewing.enlist(migration, node.name());
                    return false;
                }))
                .next(step("look", migration -> previewing.look(migration, node.name()) > 0))
                .next(step("add-up", migration -> {
                    previewing.conclude(migration, node.name());
                    return false;
                }))
                .build();
    }

    /** One wave. */
    @Bean
    Job migratePlanVersion(Moving moving, Pace pace) {
        return new JobBuilder("migrate-plan-version", repository)
                .start(step("move", migration -> pace.some(most -> moving.move(migration, node.name(), most)) > 0))
                .next(step("conclude", migration -> {
                    moving.concludeWave(migration, node.name());
                    return false;
                }))
                .build();
    }

    @Bean
    Job undoMigration(Moving moving, Pace pace) {
        return new JobBuilder("undo-migration", repository)
                .start(step("take-back", migration -> pace.some(most -> moving.undo(migration, node.name(), most)) > 0))
                .next(step("conclude", migration -> {
                    moving.concludeUndo(migration, node.name());
                    return false;
                }))
                .build();
    }

    private Step step(String name, Predicate<Migration> turn) {
        return new StepBuilder(name, repository)
                .tasklet(new MigrationTasklet(work, node, stops.stops(), turn), none)
                .build();
    }
}
