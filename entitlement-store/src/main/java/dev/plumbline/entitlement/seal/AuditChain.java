package dev.plumbline.entitlement.seal;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what was committed: each row gets its position and a hash over itself and the one before. Not inside the writes (that
 * halves their throughput), and by one at a time: the lock is taken before the end of the chain is read, or there are forks.
 */
@Repository
public class AuditChain {
    private static final Logger LOG = LoggerFactory.getLogger(AuditChain.class);
    private static final long LOCK = 7_346_201_886L;
    private static final int BATCH = 2_000;
    private static final HexFormat HEX = HexFormat.of();

    /** By an array: joined with the audit, the list's few rows were looked up by a walk along all of it. */
    private static final String TAKE = """
            delete from audit_to_seal where audit_id = any(array(
                select audit_id from audit_to_seal where audit_id > 0 order by audit_id limit :batch))
            returning audit_id
            """;

    private static final String READ =
            "select " + AuditRow.COLUMNS + " from audit a where a.id = any(:ids) order by a.id";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SealKeys keys;
    private volatile String warnedOf = "";

    AuditChain(JdbcClient jdbc, TransactionTemplate transactions, SealKeys keys) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.keys = keys;
    }

    /** Seals one batch; whether there may be more. False also while another node is at it. */
    public boolean seal() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            boolean mine = jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                    .param("lock", LOCK)
                    .query(Boolean.class)
                    .single();
            return mine && sealBatch() == BATCH;
        }));
    }

    /** Seals all that was committed before the call. */
    public void sealAll() {
        int sealed;
        do {
            sealed = Objects.requireNonNull(transactions.execute(_ -> {
                jdbc.sql("select pg_advisory_xact_lock(:lock)")
                        .param("lock", LOCK)
                        .query(row -> {});
                return sealBatch();
            }));
        } while (sealed == BATCH);
    }

    /** Where it ends now. */
    Head head() {
        return jdbc.sql("select position, audit_id, key_id, hash from audit_seal order by position desc limit 1")
                .query((row, n) -> new Head(
                        row.getLong("position"),
                        row.getLong("audit_id"),
                        row.getString("key_id"),
                        Hash.of(row.getBytes("hash"))))
                .optional()
                .orElse(Head.START);
    }

    private int sealBatch() {
        Head head = head();
        if (!mayFollow(head)) {
            return 0;
        }
        Long[] ids =
                jdbc.sql(TAKE).param("batch", BATCH).query(Long.class).stream().toArray(Long[]::new);
        if (ids.length > 0) {
            List<AuditRow> rows = jdbc.sql(READ)
                    .param("ids", ids)
                    .query((row, n) -> AuditRow.of(row))
                    .list();
            append(head, rows);
            remember(ids, rows);
        }
        return ids.length;
    }

    /** What was queued and is not there somebody removed: it stays, negative, for whoever verifies. */
    private void remember(Long[] ids, List<AuditRow> rows) {
        if (rows.size() < ids.length) {
            jdbc.sql("""
                            insert into audit_to_seal (audit_id)
                            select -id from unnest(:ids::bigint[]) as t (id) where id <> all(:there)
                            """)
                    .param("ids", ids)
                    .param("there", rows.stream().map(AuditRow::id).toArray(Long[]::new))
                    .update();
        }
    }

    /** A seal without a key behind one with a key would look like an attack, and make one easy. */
    private boolean mayFollow(Head head) {
        SealKey current = keys.current();
        if (!current.isSecret() && !head.keyId().equals(SealKey.NONE)) {
            warnOnce(
                    head,
                    "The audit is not sealed by this node: it was sealed with the key {}, and none is given here");
            return false;
        }
        if (keys.byId(head.keyId()).isEmpty()) {
            warnOnce(
                    head,
                    "The audit is sealed with another key from now on; the one before, {}, is not known here:"
                            + " it belongs into PLUMBLINE_AUDIT_OLD_KEYS");
        }
        return true;
    }

    private void warnOnce(Head head, String what) {
        if (!warnedOf.equals(head.keyId())) {
            warnedOf = head.keyId();
            LOG.warn(what, head.keyId());
        }
    }

    private void append(Head head, List<AuditRow> rows) {
        Mac mac = keys.current().mac();
        var ids = new Long[rows.size()];
        var hashes = new String[rows.size()];
        byte[] previous = head.hash().bytes();
        for (int i = 0; i < rows.size(); i++) {
            AuditRow row = rows.get(i);
            previous = row.sealed(mac, head.position() + 1 + i, previous);
            ids[i] = row.id();
            hashes[i] = HEX.formatHex(previous);
        }
        jdbc.sql("""
                        insert into audit_seal (position, audit_id, key_id, hash)
                        select :head + t.nth, t.audit_id, :key, decode(t.hash, 'hex')
                        from unnest(:ids::bigint[], :hashes::text[]) with ordinality as t (audit_id, hash, nth)
                        """)
                .param("head", head.position())
                .param("key", keys.current().id())
                .param("ids", ids)
                .param("hashes", hashes)
                .update();
    }
}
