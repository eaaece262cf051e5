package dev.plumbline.entitlement.metering;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Rows as COPY takes them in its binary form: neither side makes text of numbers and times, and no statement is run for each. What
 * the table refuses, one row of it, it refuses whole.
 */
final class CopiedRows {
    private static final byte[] HEAD = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final int GROUP = 4;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    /** Of a number: how many groups, the place of the first, its sign, how many digits after the point. */
    private static final int HEADS = 4;

    private ByteBuffer rows;

    CopiedRows(int about) {
        rows = ByteBuffer.allocate(HEAD.length + about + Short.BYTES);
        rows.put(HEAD);
    }

    CopiedRows row(int columns) {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    CopiedRows of(UUID uuid) {
        room(Integer.BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        return this;
    }

    CopiedRows of(Instant time) {
        room(Integer.BYTES + Long.BYTES)
                .putInt(Long.BYTES)
                .putLong((time.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + time.getNano() / 1_000);
        return this;
    }

    CopiedRows of(@Nullable String text) {
        if (text == null) {
            room(Integer.BYTES).putInt(-1);
            return this;
        }
        return of(text.getBytes(UTF_8));
    }

    /** In groups of four digits, the first of them with its place, as the server keeps it. Never below 0 here. */
    CopiedRows of(BigDecimal number) {
        BigDecimal plain = number.scale() < 0 ? number.setScale(0) : number;
        int fraction = (plain.scale() + GROUP - 1) / GROUP;
        BigInteger rest = plain.setScale(fraction * GROUP).unscaledValue();
        var groups = new ArrayDeque<Short>();
        while (rest.signum() > 0) {
            BigInteger[] next = rest.divideAndRemainder(BASE);
            groups.addFirst(next[1].shortValueExact());
            rest = next[0];
        }
        int weight = groups.size() - fraction - 1;
        while (!groups.isEmpty() && groups.getLast() == 0) {
            groups.removeLast();
        }
        room(Integer.BYTES + (HEADS + groups.size()) * Short.BYTES)
                .putInt((HEADS + groups.size()) * Short.BYTES)
                .putShort((short) groups.size())
                .putShort((short) (groups.isEmpty() ? 0 : weight))
                .putShort((short) 0)
                .putShort((short) plain.scale());
        groups.forEach(group -> rows.putShort(group));
        return this;
    }

    private CopiedRows of(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    private ByteBuffer room(int more) {
        if (rows.remaining() < more) {
            byte[] larger = Arrays.copyOf(rows.array(), Math.max(rows.capacity() * 2, rows.position() + more));
            rows = ByteBuffer.wrap(larger).position(rows.position());
        }
        return rows;
    }

    /**
     * In the transaction of the thread.
     *
     * @throws DataAccessException as a statement would, for example of a key that is there already
     */
    void into(DataSource database, String copy) {
        room(Short.BYTES).putShort((short) -1);
        Connection connection = DataSourceUtils.getConnection(database);
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(copy, new ByteArrayInputStream(rows.array(), 0, rows.position()));
        } catch (SQLException refused) {
            throw Objects.requireNonNullElseGet(
                    new SQLStateSQLExceptionTranslator().translate("usage", copy, refused),
                    () -> new DataAccessResourceFailureException("What was used could not be copied", refused));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }
}
