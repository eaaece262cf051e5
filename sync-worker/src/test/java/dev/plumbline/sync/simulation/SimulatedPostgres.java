package dev.plumbline.sync.simulation;

import dev.plumbline.entitlement.record.Breadth;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Recording;
import dev.plumbline.sync.setup.IngestDatabase;
import dev.plumbline.sync.support.TestPostgres;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** A real database and the production beans that write to it, on connections that fail as the seed says. One history at a time. */
final class SimulatedPostgres implements History.Ground, AutoCloseable {
    private final Time time = new Time();
    private final HostileDataSource database;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    SimulatedPostgres() {
        var start = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
        time.now = start;
        database = new HostileDataSource(TestPostgres.freshDatabase(), new Hazards(0, start, new Tally()), start);
        leaveTablesAlone();
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(DataSource.class, () -> database, definition -> definition.setPrimary(true));
        context.registerBean("businessClock", InstantSource.class, () -> time);
        context.registerBean("realTime", InstantSource.class, () -> time);
        context.register(Beans.class);
        context.refresh();
    }

    /** Vacuum comes at moments of its own, takes locks that nobody here waits for, and other statistics are other plans. */
    private void leaveTablesAlone() {
        JdbcClient.create(database).sql("""
                        do $$
                        declare
                            found regclass;
                        begin
                            for found in
                                select oid::regclass from pg_class
                                where relkind = 'r' and relnamespace = 'public'::regnamespace
                            loop
                                execute format('alter table %s set (autovacuum_enabled = false)', found);
                            end loop;
                        end
                        $$
                        """).update();
    }

    /** The clock of whichever history is played. */
    private static final class Time implements InstantSource {
        private InstantSource now = InstantSource.system();

        @Override
        public Instant instant() {
            return now.instant();
        }
    }

    /** No {@code @Configuration}: the product, when tests start it, looks for those in this package, too. */
    @ComponentScan(
            basePackages = {
                "dev.plumbline.entitlement.record",
                "dev.plumbline.entitlement.decision",
                "dev.plumbline.sync.pass",
                "dev.plumbline.sync.inbox"
            },
            lazyInit = true,
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = {
                                "dev\\.plumbline\\.sync\\.pass\\.(?!PostgresWorkList$|PostgresUnits$|WorkSignal$|LinkMarks$|MappedByNow$|Transfers$|SharedAddresses$"
                                        + "|AbsenceGuard$|AccountTurn$|EntitledSubjects$|MissedEvents$).*",
                                "dev\\.plumbline\\.sync\\.inbox\\.(?!PostgresInbox$).*"
                            }))
    static class Beans {
        @Bean
        @IngestDatabase
        DataSource ingestDatabase(DataSource database) {
            return database;
        }

        @Bean
        PlatformTransactionManager manager(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        TransactionTemplate transactions(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }

        @Bean
        JdbcClient jdbc(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        Recording recording(Models models, InstantSource businessClock) {
            return new Recording(models, businessClock, _ -> true);
        }

        @Bean
        Breadth breadth() {
            return (_, _, _) -> false;
        }

        @Bean
        JsonMapper json() {
            return JsonMapper.builder().build();
        }
    }

    @Override
    public Storage storage(SimulatedClock clock, Hazards hazards, Broken broken) {
        return storage(clock, hazards, broken, false);
    }

    /** For histories that are compared with those of another database. */
    History.Ground asNew() {
        return (clock, hazards, broken) -> storage(clock, hazards, broken, true);
    }

    private Storage storage(SimulatedClock clock, Hazards hazards, Broken broken, boolean asNew) {
        if (broken != Broken.NOTHING) {
            throw new IllegalArgumentException("The real database keeps its rules");
        }
        time.now = clock;
        database.under(hazards, clock);
        return new PostgresStorage(context, clock, asNew);
    }

    @Override
    public void close() throws SQLException {
        context.close();
        database.close();
    }
}
