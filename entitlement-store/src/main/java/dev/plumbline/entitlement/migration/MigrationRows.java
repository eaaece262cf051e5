package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.migration.Migration.Action;
import dev.plumbline.entitlement.migration.Migration.Status;
import dev.plumbline.entitlement.record.Author;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** How a migration is read from its row. */
final class MigrationRows {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String COLUMNS = """
             id, terms::text as terms, reason, link, asked_by, asked_ids, asked_at, edit, status, action, wave, waves, done,
             total, action_since, previewed_at, previewed_with, started_by, started_reason, started_link, started_at,
             approval,             undone_by, undone_reason, undone_link, ended_at, next_wave_at, failure
            """;

    private MigrationRows() {}

    static Migration migration(ResultSet row) throws SQLException {
        String action = row.getString("action");
        return new Migration(
                row.getLong("id"),
                JSON.readValue(row.getString("terms"), Terms.class),
                new Author(row.getString("asked_by"), row.getString("reason"), row.getString("link")),
                texts(row, "asked_ids"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getLong("edit"),
                Status.valueOf(row.getString("status")),
                action == null ? null : Action.valueOf(action.toUpperCase(Locale.ROOT)),
                row.getInt("wave"),
                row.getInt("waves"),
                new Migration.Progress(row.getLong("done"), row.getLong("total"), instant(row, "action_since")),
                instant(row, "previewed_at"),
                row.getObject("previewed_with", Long.class),
                author(row, "started"),
                row.getString("approval"),
                author(row, "undone"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                instant(row, "next_wave_at"),
                row.getString("failure"));
    }

    private static @Nullable Author author(ResultSet row, String what) throws SQLException {
        String by = row.getString(what + "_by");
        return by == null ? null : new Author(by, row.getString(what + "_reason"), row.getString(what + "_link"));
    }

    static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Stream.of((Object[]) row.getArray(column).getArray())
                .map(String::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
