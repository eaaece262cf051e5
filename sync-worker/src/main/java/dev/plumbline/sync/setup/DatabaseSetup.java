package dev.plumbline.sync.setup;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database that an operator gave us, or one of our own below the working directory. */
@Configuration(proxyBeanMethods = false)
class DatabaseSetup {
    static final String GIVEN = "'${plumbline.db.url:}' != ''";

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("!(" + GIVEN + ")")
    EmbeddedDatabase embeddedDatabase(@Value("${plumbline.embedded.dir:.plumbline/pg}") Path folder) {
        return EmbeddedDatabase.startIn(folder);
    }

    @Bean
    @ConditionalOnExpression("!(" + GIVEN + ")")
    DatabaseLogins ownLogins(EmbeddedDatabase embedded) {
        var owner = new DatabaseLogins.Login("postgres", "");
        return new DatabaseLogins(embedded.url(), owner, owner, owner);
    }

    /** One user for everything will do; three, each with the rights it needs, are better (S-19). */
    @Bean
    @ConditionalOnExpression(GIVEN)
    DatabaseLogins givenLogins(
            @Value("${plumbline.db.url}") String url,
            @Value("${plumbline.db.user:}") String user,
            @Value("${plumbline.db.password:}") String password,
            @Value("${plumbline.db.migrate-user:${plumbline.db.user:}}") String migrateUser,
            @Value("${plumbline.db.migrate-password:${plumbline.db.password:}}") String migratePassword,
            @Value("${plumbline.db.ingest-user:${plumbline.db.user:}}") String ingestUser,
            @Value("${plumbline.db.ingest-password:${plumbline.db.password:}}") String ingestPassword) {
        return new DatabaseLogins(
                url,
                new DatabaseLogins.Login(migrateUser, migratePassword),
                new DatabaseLogins.Login(user, password),
                new DatabaseLogins.Login(ingestUser, ingestPassword));
    }

    /** Before there is a pool: what is pooled works with fewer rights than this takes. */
    @Bean
    MigratedDatabase migratedDatabase(DatabaseLogins logins) {
        return MigratedDatabase.of(logins);
    }

    @Bean
    HikariDataSource mainDatabase(MigratedDatabase database, @Value("${plumbline.db.pool:20}") int pool) {
        return pooled("plumbline", database, database.logins().worker(), DatabaseRole.WORKER, pool);
    }

    /**
     * Deliveries have connections of their own: however many slow reads, hanging locks and passes there are, a webhook is kept
     * (case F-21). Few are enough: one statement, one commit.
     */
    @Bean(defaultCandidate = false)
    @IngestDatabase
    @ConditionalOnRole(Role.INGEST)
    HikariDataSource ingestDatabase(MigratedDatabase database, @Value("${plumbline.db.ingest-pool:10}") int pool) {
        return pooled("plumbline-ingest", database, database.logins().ingest(), DatabaseRole.INGEST, pool);
    }

    @Bean
    TransactionTemplate transactions(PlatformTransactionManager manager) {
        return new TransactionTemplate(manager);
    }

    private static HikariDataSource pooled(
            String name, MigratedDatabase database, DatabaseLogins.Login login, DatabaseRole role, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(database.logins().url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(size);
        if (role == DatabaseRole.INGEST) {
            config.setMinimumIdle(Math.min(size, 2));
            // A server that says nothing at all: the provider is to hear 503 before it gives up.
            config.addDataSourceProperty("socketTimeout", "10");
        }
        // A provider waits some seconds for our answer: better to say 503 in time than to be given up on.
        config.setConnectionTimeout(4_000);
        config.setConnectionInitSql(database.beginsWith(login, role));
        config.setExceptionOverrideClassName(LostPrimary.class.getName());
        config.setInitializationFailTimeout(30_000);
        config.addDataSourceProperty("ApplicationName", "plumbline");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", "2");
        return new HikariDataSource(config);
    }
}
