package dev.plumbline.entitlement.seal;

import com.zaxxer.hikari.HikariDataSource;
import dev.plumbline.entitlement.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An audit in a database of its own, with somebody who seals it. The test itself is the database's owner. */
final class SealedAudit implements AutoCloseable {
    static final String KEY = "a key of the tests, long enough to be one";

    private final HikariDataSource database = new HikariDataSource();
    private final @Nullable Path anchorFile;
    final JdbcClient sql;
    final TransactionTemplate transactions;

    SealedAudit(@Nullable Path anchorFile) {
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("postgres");
        database.setMaximumPoolSize(20);
        this.anchorFile = anchorFile;
        this.sql = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** One process that seals and verifies. */
    Node node(String key, String... oldKeys) {
        return new Node(new SealKeys(key, null, List.of(oldKeys)));
    }

    Node node() {
        return node(KEY);
    }

    final class Node {
        final AuditChain chain;
        final AuditAnchor anchor;
        final AuditVerification verification;

        Node(SealKeys keys) {
            chain = new AuditChain(sql, transactions, keys);
            anchor = new AuditAnchor(chain, InstantSource.system(), anchorFile, Duration.ofMinutes(1), 1_000);
            verification = new AuditVerification(chain, anchor, keys, sql, InstantSource.system());
        }

        Verified verify() {
            return verification.verify();
        }
    }

    /** Rows as the product writes them, sealed by nobody yet. */
    void write(int rows) {
        sql.sql("""
                        insert into audit (actor, action, object_kind, object_ref, customer_key, reason, link, before, after, cause)
                        select 'ann', 'customer.changed', 'customer', 'c' || i, 'c' || i, 'because ' || i, null,
                               '{"n": 1}', jsonb_build_object('n', i), null
                        from generate_series(1, :rows) i
                        """).param("rows", rows).update();
    }

    /** Past the triggers, as whoever owns the tables can. */
    void attack(String... statements) {
        transactions.executeWithoutResult(_ -> {
            sql.sql("set local session_replication_role = replica").update();
            for (String statement : statements) {
                sql.sql(statement).update();
            }
        });
    }

    long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    @Override
    public void close() {
        database.close();
    }
}
