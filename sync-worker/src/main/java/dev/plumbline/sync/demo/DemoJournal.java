package dev.plumbline.sync.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * When the demo company was founded and when something happened to it. The company itself lives in memory and follows from
 * its seed, so this is enough to have the very same one again after a restart: its billing system must not forget what our
 * database remembers. In a schema of its own, beside the product's tables.
 */
class DemoJournal {
    private final JdbcClient jdbc;

    /** @param owner makes the tables, and gives the right to them to whom {@code jdbc} works as */
    DemoJournal(JdbcClient jdbc, JdbcClient owner) {
        this.jdbc = jdbc;
        owner.sql("""
                        create schema if not exists demo;
                        create table if not exists demo.company (seed bigint not null, founded timestamptz not null);
                        create table if not exists demo.happening (at timestamptz primary key);
                        create table if not exists demo.planting (at timestamptz primary key);
                        do $$
                        begin
                            if exists (select from pg_roles where rolname = 'plumbline_worker') then
                                grant usage on schema demo to plumbline_worker;
                                grant select, insert on all tables in schema demo to plumbline_worker;
                            end if;
                        end
                        $$
                        """).update();
    }

    record Founding(long seed, Instant founded) {}

    /** The founding, now if it has not been yet. */
    Founding founding(Instant now) {
        return jdbc.sql("select seed, founded from demo.company")
                .query((row, n) -> new Founding(row.getLong("seed"), instant(row, "founded")))
                .optional()
                .orElseGet(() -> {
                    var founding = new Founding(new SplittableRandom().nextLong(), now);
                    jdbc.sql("insert into demo.company (seed, founded) values (:seed, :founded)")
                            .param("seed", founding.seed())
                            .param("founded", now.atOffset(ZoneOffset.UTC))
                            .update();
                    return founding;
                });
    }

    List<Instant> happenings() {
        return jdbc.sql("select at from demo.happening order by at")
                .query((row, n) -> instant(row, "at"))
                .list();
    }

    /** Before it happens: what is in here may not have happened, but nothing has happened that is not in here. */
    void happens(Instant at) {
        jdbc.sql("insert into demo.happening (at) values (:at) on conflict do nothing")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<Instant> plantings() {
        return jdbc.sql("select at from demo.planting order by at")
                .query((row, n) -> instant(row, "at"))
                .list();
    }

    /** Before it happens, as with everything else. */
    void plants(Instant at) {
        jdbc.sql("insert into demo.planting (at) values (:at) on conflict do nothing")
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
