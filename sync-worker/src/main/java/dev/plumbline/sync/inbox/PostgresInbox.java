package dev.plumbline.sync.inbox;

import dev.plumbline.entitlement.crowd.Together;
import dev.plumbline.sync.pass.WorkSignal;
import dev.plumbline.sync.setup.ConditionalOnRole;
import dev.plumbline.sync.setup.HaltPoint;
import dev.plumbline.sync.setup.IngestDatabase;
import dev.plumbline.sync.setup.Role;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The inbox in PostgreSQL: row and mark in one statement, so in one transaction and one round trip. What comes in while others are
 * being committed is kept together with what else came in then, for a commit costs what it costs.
 */
@Repository
@ConditionalOnRole(Role.INGEST)
class PostgresInbox implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresInbox.class);

    /** So that one is on its way to the disk while the next is made ready. */
    private static final int GROUPS_AT_A_TIME = 2;

    private static final int GROUP = 64;

    private final KeepStatements statements;
    private final WorkSignal signal;
    private final Together<Arrival> together = new Together<>(GROUPS_AT_A_TIME, GROUP, this::keepGroup);

    PostgresInbox(@IngestDatabase DataSource database, WorkSignal signal) {
        this.statements = new KeepStatements(JdbcClient.create(database));
        this.signal = signal;
    }

    @Override
    public Kept keep(Admitted admitted) {
        var arrival = new Arrival(admitted);
        together.write(arrival);
        boolean fresh = arrival.fresh().orElseGet(() -> statements.keepAlone(arrival));
        HaltPoint.AFTER_INBOX_COMMIT.reached();
        if (fresh && arrival.subject() != null) {
            signal.raise();
        }
        return new Kept(admitted, fresh);
    }

    /** Those that it leaves are kept alone: whose subject somebody holds, who are there twice, and all if one is refused or waits in vain. */
    void keepGroup(List<Arrival> group) {
        try {
            statements.keepFree(group);
        } catch (PessimisticLockingFailureException waitedForEachOther) {
            // A stranger's row is made with others locked, so two can meet here (seldom). Who is alone holds nobody
            // meanwhile.
            LOG.debug("{} deliveries are kept one by one", group.size(), waitedForEachOther);
        } catch (TransientDataAccessException
                | RecoverableDataAccessException
                | NonTransientDataAccessResourceException away) {
            throw away;
        } catch (DataAccessException oneIsRefused) {
            LOG.debug("{} deliveries are kept one by one", group.size(), oneIsRefused);
        }
    }
}
