package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingUnavailable;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What happens to a subject whose pass failed: later again, or set aside. Others go on either way. */
@Component
public class Setbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);
    /** So many failures that nothing outside explains, and the subject is set aside (case F-29). */
    private static final int POISONED = 5;

    /** An answer that cannot be read is more often a page in the way than the subject's own: it gets much longer. */
    private static final int UNREADABLE = 20;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final WorkList work;
    private final RandomGenerator random;
    private final Overtaken overtaken;

    public Setbacks(WorkList work, RandomGenerator random) {
        this(work, random, () -> false);
    }

    @Autowired
    Setbacks(WorkList work, RandomGenerator random, Overtaken overtaken) {
        this.work = work;
        this.random = random;
        this.overtaken = overtaken;
    }

    /** Whether a newer version of us works on the same database. */
    @FunctionalInterface
    public interface Overtaken {
        boolean isSo();
    }

    public void take(Claim claim, Throwable failure) {
        if (isOutside(failure)) {
            LOG.info("{} is looked at again later: {}", claim.subject(), failure.toString());
            work.retry(claim, delay(claim, failure), inWords(failure));
        } else if (claim.faults() + 1 >= limit(failure) && overtaken.isSo()) {
            // What we cannot read may be what it wrote: none of our business to set aside (case F-26).
            LOG.warn("{} is left to a newer version of us on this database", claim.subject(), failure);
            work.retryFault(claim, LONGEST, "left to a newer version: " + inWords(failure));
        } else if (claim.faults() + 1 >= limit(failure)) {
            LOG.warn("{} is quarantined after {} failures", claim.subject(), claim.faults() + 1, failure);
            work.quarantine(claim, inWords(failure));
        } else {
            LOG.warn("A pass over {} failed and is tried again", claim.subject(), failure);
            work.retryFault(claim, delay(claim, failure), inWords(failure));
        }
    }

    /** The provider, the network or the database is away: the subject is not to blame, however long it takes. */
    private static boolean isOutside(Throwable failure) {
        return switch (failure) {
            case BillingUnavailable away -> away.reason() != BillingUnavailable.Cause.UNREADABLE;
            case AccountNotConnected _ -> true;
            case DataAccessException database -> Database.isAway(database);
            case TransactionException _ -> true;
            default -> false;
        };
    }

    /** For operators: without the statement, and without the rows that a database shows in its second line (S-12). */
    private static String inWords(Throwable failure) {
        Throwable said = failure instanceof DataAccessException database ? database.getMostSpecificCause() : failure;
        String line = said.getMessage() == null
                ? ""
                : said.getMessage().lines().findFirst().orElse("");
        return line.isBlank()
                ? said.getClass().getSimpleName()
                : said.getClass().getSimpleName() + ": " + line;
    }

    private static int limit(Throwable failure) {
        return failure instanceof BillingUnavailable ? UNREADABLE : POISONED;
    }

    /** Doubling, with full jitter above the half, so that a crowd does not come back at once. */
    private Duration delay(Claim claim, Throwable failure) {
        if (failure instanceof BillingUnavailable away && away.retryAfter() != null) {
            Duration asked = away.retryAfter();
            return (asked.compareTo(LONGEST) < 0 ? asked : LONGEST).plusMillis(random.nextInt(1_000));
        }
        long ceiling = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(claim.attempts(), 16));
        return Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    /** Kept apart so that the list of SQL states stands in one place. */
    private static final class Database {
        /** Connection, serialisation and deadlock, resources, operator intervention, system; 25006: read-only. */
        private static final Set<String> AWAY = Set.of("08", "40", "53", "55", "57", "58");

        static boolean isAway(DataAccessException failure) {
            Throwable root = failure.getMostSpecificCause();
            return !(root instanceof java.sql.SQLException sql)
                    || sql.getSQLState() == null
                    || AWAY.contains(sql.getSQLState().substring(0, 2))
                    || sql.getSQLState().equals("25006");
        }
    }
}
