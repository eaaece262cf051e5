package dev.plumbline.entitlement.metering;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many rows as one array for each column: however many there are, it is one statement. */
final class Columns {
    private Columns() {}

    static <T> @Nullable String[] of(List<T> rows, Function<T, @Nullable Object> column) {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(rows.get(i));
            values[i] = switch (value) {
                case null -> null;
                case BigDecimal number -> number.toPlainString();
                default -> value.toString();
            };
        }
        return values;
    }

    /** Instants as whole microseconds: thousands of texts are slow to be read as times. */
    static <T> long[] micros(List<T> rows, Function<T, Instant> column) {
        var micros = new long[rows.size()];
        for (int i = 0; i < micros.length; i++) {
            micros[i] = ChronoUnit.MICROS.between(Instant.EPOCH, column.apply(rows.get(i)));
        }
        return micros;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
