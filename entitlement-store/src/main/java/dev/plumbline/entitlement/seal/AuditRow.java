package dev.plumbline.entitlement.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit as it is sealed: every column, JSON as the database writes it, the time in whole microseconds because the
 * database keeps no more.
 *
 * @param texts actor, action, kind and ref of the object, customer, reason, link, before, after, cause
 */
record AuditRow(long id, long recorded, List<@Nullable String> texts) {
    static final String COLUMNS = """
            a.id, a.recorded, a.actor, a.action, a.object_kind, a.object_ref, a.customer_key, a.reason, a.link,
            a.before::text as before, a.after::text as after, a.cause::text as cause""";

    private static final List<String> TEXTS = List.of(
            "actor",
            "action",
            "object_kind",
            "object_ref",
            "customer_key",
            "reason",
            "link",
            "before",
            "after",
            "cause");
    private static final byte[] WHAT = "plumbline audit 1".getBytes(UTF_8);

    static AuditRow of(ResultSet row) throws SQLException {
        @Nullable String[] texts = new String[TEXTS.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = row.getString(TEXTS.get(i));
        }
        Instant recorded = Objects.requireNonNull(row.getObject("recorded", OffsetDateTime.class))
                .toInstant();
        return new AuditRow(
                row.getLong("id"), ChronoUnit.MICROS.between(Instant.EPOCH, recorded), Arrays.asList(texts));
    }

    /** Lengths stand before texts: no two rows are the same bytes, however their texts are cut. */
    byte[] sealed(Mac mac, long position, byte[] previous) {
        mac.update(WHAT);
        mac.update(previous);
        return mac.doFinal(bytes(position));
    }

    private byte[] bytes(long position) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeLong(position);
            out.writeLong(id);
            out.writeLong(recorded);
            for (String text : texts) {
                if (text == null) {
                    out.writeInt(-1);
                } else {
                    byte[] utf8 = text.getBytes(UTF_8);
                    out.writeInt(utf8.length);
                    out.write(utf8);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
