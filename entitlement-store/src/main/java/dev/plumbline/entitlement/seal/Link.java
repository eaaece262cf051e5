package dev.plumbline.entitlement.seal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One link of the chain as it is found.
 *
 * @param row null when the audit has no such row
 */
record Link(
        long position,
        long auditId,
        String keyId,
        Hash hash,
        @Nullable AuditRow row) {
    static Link of(ResultSet row) throws SQLException {
        row.getLong("id");
        boolean isThere = !row.wasNull();
        return new Link(
                row.getLong("position"),
                row.getLong("audit_id"),
                row.getString("key_id"),
                Hash.of(row.getBytes("hash")),
                isThere ? AuditRow.of(row) : null);
    }
}
