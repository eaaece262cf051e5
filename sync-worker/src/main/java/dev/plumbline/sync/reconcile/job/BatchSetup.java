package dev.plumbline.sync.reconcile.job;

import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.Role;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch on our own database; there is no module of Boot's for it here. Which run is whose is decided by the run's row, so
 * its own defence against two who begin one job at once, a serializable transaction, is not needed. Which database it is it is told:
 * it would ask once, without patience, and end a start whose database is away just then (case F-19).
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.RECONCILE)
@EnableBatchProcessing
@EnableJdbcJobRepository(
        dataSourceRef = "mainDatabase",
        databaseType = "POSTGRES",
        transactionManagerRef = "transactionManager",
        isolationLevelForCreate = Isolation.READ_COMMITTED)
class BatchSetup {}
