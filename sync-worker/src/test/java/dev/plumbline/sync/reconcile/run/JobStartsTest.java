package dev.plumbline.sync.reconcile.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.sync.support.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A job whose process is dead, or was taken for dead and still writes. */
class JobStartsTest {
    private static final AtomicInteger JOBS = new AtomicInteger();
    private static JobRepository repository;
    private static JdbcTransactionManager transactions;

    private final AtomicInteger ran = new AtomicInteger();
    private final JobParameters parameters = new JobParametersBuilder()
            .addLong("run", (long) JOBS.incrementAndGet())
            .toJobParameters();

    @BeforeAll
    static void onPostgres() throws Exception {
        var database = new DriverManagerDataSource(TestPostgres.freshDatabase(), "postgres", "");
        transactions = new JdbcTransactionManager(database);
        var repositories = new JdbcJobRepositoryFactoryBean();
        repositories.setDataSource(database);
        repositories.setTransactionManager(transactions);
        repositories.afterPropertiesSet();
        repository = repositories.getObject();
    }

    private Job job() {
        return new JobBuilder("job", repository)
                .start(new StepBuilder("step", repository)
                        .tasklet((_, _) -> {
                            ran.incrementAndGet();
                            return RepeatStatus.FINISHED;
                        })
                        .build())
                .build();
    }

    private JobOperator operator() throws Exception {
        var jobs = new MapJobRegistry();
        jobs.register(job());
        var operators = new JobOperatorFactoryBean();
        operators.setJobRepository(repository);
        operators.setJobRegistry(jobs);
        operators.setTransactionManager(transactions);
        operators.afterPropertiesSet();
        return operators.getObject();
    }

    /** Fails without the second reading: "Attempt to update step execution with wrong version". */
    @Test
    @DisplayName("F-70: who was taken for dead and notes its step all the same keeps nobody from going on")
    void goesOnBesideWhoStillWrites() throws Exception {
        StepExecution alive = begunByAnother();
        var starts = new JobStarts(operator(), writtenBetween(alive, 3));
        assertThat(starts.startOrGoOn(job(), parameters).getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ran).hasValue(1);
    }

    @Test
    @DisplayName(
            "Where its process is dead, a job goes on in a new execution; one that came to its end is not begun again")
    void goesOnOnce() throws Exception {
        begunByAnother();
        var starts = new JobStarts(operator(), repository);
        JobExecution ended = starts.startOrGoOn(job(), parameters);
        assertThat(ended.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(starts.startOrGoOn(job(), parameters).getId()).isEqualTo(ended.getId());
        assertThat(ran).hasValue(1);
    }

    @Test
    @DisplayName("Somebody who writes without end is told of; nobody waits for it without end")
    void isNotForEver() throws Exception {
        StepExecution alive = begunByAnother();
        var starts = new JobStarts(operator(), writtenBetween(alive, Integer.MAX_VALUE));
        assertThatThrownBy(() -> starts.startOrGoOn(job(), parameters))
                .isInstanceOf(JobExecutionException.class)
                .hasMessageContaining("noted by somebody else again and again");
        assertThat(ran).hasValue(0);
    }

    private StepExecution begunByAnother() {
        JobExecution execution = repository.createJobExecution(
                repository.createJobInstance("job", parameters), parameters, new ExecutionContext());
        StepExecution step = repository.createStepExecution("step", execution);
        step.setStatus(BatchStatus.STARTED);
        repository.update(step);
        execution.setStatus(BatchStatus.STARTED);
        repository.update(execution);
        return step;
    }

    /** The other one notes its step after each of the first readings. */
    private static JobRepository writtenBetween(StepExecution alive, int times) {
        var read = new AtomicInteger();
        return (JobRepository) Proxy.newProxyInstance(
                JobStartsTest.class.getClassLoader(), new Class<?>[] {JobRepository.class}, (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(repository, arguments);
                        if (method.getName().equals("getLastJobExecution") && read.incrementAndGet() <= times) {
                            repository.update(alive);
                        }
                        return answer;
                    } catch (InvocationTargetException failure) {
                        throw Objects.requireNonNull(failure.getCause());
                    }
                });
    }
}
