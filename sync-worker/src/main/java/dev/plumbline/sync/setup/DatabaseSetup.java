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
    /**
     * What the server is to do when one of us dies: the locks of a process that is gone, even in the middle of a long statement,
     * are free within a second (case F-22), those of a machine that is gone within half a minute. Not every platform can watch
     * a connection while a statement runs.
     */
    private static final String SESSION = """
            set lock_timeout = '3s';
            set idle_in_transaction_session_timeout = '60s';
            set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
            do $$ begin
                perform set_config('client_connection_check_interval', '500ms', false);
            exception when others then null;
            end $$""";

    static final String GIVEN = "'${plumbline.db.url:}' != ''";

    @Bean
    @ConditionalOnExpression(GIVEN)
    HikariDataSource givenDatabase(
            @Value("${plumbline.db.url}") String url,
            @Value("${plumbline.db.user:}") String user,
            @Value("${plumbline.db.password:}") String password,
            @Value("${plumbline.db.pool:20}") int pool) {
        return pooled(url, user, password, pool);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("!(" + GIVEN + ")")
    EmbeddedDatabase embeddedDatabase(@Value("${plumbline.embedded.dir:.plumbline/pg}") Path folder) {
        return EmbeddedDatabase.startIn(folder);
    }

    @Bean
    @ConditionalOnExpression("!(" + GIVEN + ")")
    HikariDataSource ownDatabase(EmbeddedDatabase embedded, @Value("${plumbline.db.pool:20}") int pool) {
        return pooled(embedded.url(), "postgres", "", pool);
    }

    /**
     * Deliveries have connections of their own: however many slow reads, hanging locks and passes there are, a webhook is kept
     * (case F-21). Few are enough: one statement, one commit.
     */
    @Bean(defaultCandidate = false)
    @IngestDatabase
    @ConditionalOnRole(Role.INGEST)
    HikariDataSource ingestDatabase(HikariDataSource main, @Value("${plumbline.db.ingest-pool:10}") int pool) {
        var config = new HikariConfig();
        main.copyStateTo(config);
        config.setPoolName("plumbline-ingest");
        config.setMaximumPoolSize(pool);
        config.setMinimumIdle(Math.min(pool, 2));
        // One statement that takes this long, or a server that says nothing at all: the provider is to hear 503 before
        // it gives up.
        config.setConnectionInitSql(config.getConnectionInitSql() + "; set statement_timeout = '5s'");
        config.addDataSourceProperty("socketTimeout", "10");
        return new HikariDataSource(config);
    }

    @Bean
    TransactionTemplate transactions(PlatformTransactionManager manager) {
        return new TransactionTemplate(manager);
    }

    private static HikariDataSource pooled(String url, String user, String password, int size) {
        var config = new HikariConfig();
        config.setPoolName("plumbline");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        // A provider waits some seconds for our answer: better to say 503 in time than to be given up on.
        config.setConnectionTimeout(4_000);
        // Who waits for a row longer than this holds a connection that others need: better to say "again later" (S-19).
        config.setConnectionInitSql(SESSION);
        config.setExceptionOverrideClassName(LostPrimary.class.getName());
        config.setInitializationFailTimeout(30_000);
        config.addDataSourceProperty("ApplicationName", "plumbline");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", "2");
        return new HikariDataSource(config);
    }
}
