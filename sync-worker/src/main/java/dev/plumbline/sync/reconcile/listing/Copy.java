package dev.plumbline.sync.reconcile.listing;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** COPY of text, in the transaction of the thread. */
final class Copy {
    private Copy() {}

    static void in(DataSource database, String statement, CharSequence rows) {
        var connection = DataSourceUtils.getConnection(database);
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, new StringReader(rows.toString()));
        } catch (SQLException | IOException failure) {
            throw new StagingFailed(failure);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    /** With COPY's own escapes: a tab or a newline in a value would be another field. */
    static StringBuilder field(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            return text.append("\\N");
        }
        String plain = value.toString();
        for (int i = 0; i < plain.length(); i++) {
            switch (plain.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(plain.charAt(i));
            }
        }
        return text;
    }

    /** The database did not take a page: it is listed again. */
    static final class StagingFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StagingFailed(Exception cause) {
            super(cause);
        }
    }
}
