package dev.plumbline.entitlement.seal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Walks along the chain from its beginning, some thousand rows at a time, and compares it with what was noted outside. */
@Component
public class AuditVerification {
    private static final Logger LOG = LoggerFactory.getLogger(AuditVerification.class);
    private static final int AT_ONCE = 5_000;
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);

    private static final String LINKS = "select s.position, s.audit_id, s.key_id, s.hash, " + AuditRow.COLUMNS + """

            from audit_seal s left join audit a on a.id = s.audit_id
            where s.position > :after and s.position <= :head
            order by s.position limit :atOnce
            """;

    private final AuditChain chain;
    private final AuditAnchor anchor;
    private final SealKeys keys;
    private final JdbcClient jdbc;
    private final InstantSource time;
    /** It reads everything there is: a few at once are enough. */
    private final Semaphore places = new Semaphore(2, true);

    AuditVerification(AuditChain chain, AuditAnchor anchor, SealKeys keys, JdbcClient jdbc, InstantSource realTime) {
        this.chain = chain;
        this.anchor = anchor;
        this.keys = keys;
        this.jdbc = jdbc;
        this.time = realTime;
    }

    /** Seals first, so that all that was committed before the call is looked at; writers are not held up. */
    public Verified verify() {
        places.acquireUninterruptibly();
        try {
            chain.sealAll();
            Head head = chain.head();
            Verified found = look(head);
            if (found.valid()) {
                anchor.note();
            } else {
                LOG.error("The audit is not what was written: {}", found.flaw());
            }
            return found;
        } finally {
            places.release();
        }
    }

    private Verified look(Head head) {
        // Anchors first: who cut the end off and wrote on has a chain that holds in itself.
        var walk = new Walk(keys);
        var told = time.instant();
        List<Link> links;
        do {
            links = jdbc.sql(LINKS)
                    .param("after", walk.position())
                    .param("head", head.position())
                    .param("atOnce", AT_ONCE)
                    .query((row, n) -> Link.of(row))
                    .list();
            links.forEach(walk::step);
            if (time.instant().isAfter(told.plus(TOLD_EVERY))) {
                told = time.instant();
                LOG.info("audit verify: {} of {} rows", walk.position(), head.position());
            }
        } while (links.size() == AT_ONCE && walk.isWhole());
        walk.endsAt(head.position());
        var anchors = new AnchorsCompared(jdbc);
        anchor.read(anchors::compare);
        Flaw flaw = Flaws.first(walk.flaw(), anchors.flaw());
        return new Verified(
                walk.rows(),
                walk.keyless(),
                anchors.count(),
                head.position(),
                flaw == null ? new Unsealed(jdbc).flaw() : flaw);
    }
}
