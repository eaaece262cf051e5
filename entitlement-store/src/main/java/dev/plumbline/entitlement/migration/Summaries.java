package dev.plumbline.entitlement.migration;

import dev.plumbline.entitlement.whatif.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What a preview found, added up from its rows: whatever died while they were written, they are all there once. */
@Repository
public class Summaries {
    private final JdbcClient jdbc;

    Summaries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As it was found. Empty before a preview has come to its end. */
    public Optional<Summary> of(long migration) {
        return jdbc.sql("select summary::text from migration where id = :id and summary is not null")
                .param("id", migration)
                .query(String.class)
                .optional()
                .map(json -> MigrationRows.JSON.readValue(json, Summary.class));
    }

    String addUp(long migration) {
        return MigrationRows.JSON.writeValueAsString(added(migration));
    }

    private Summary added(long migration) {
        var byKind = new TreeMap<String, Long>();
        jdbc.sql("""
                        select change ->> 'kind' as kind, count(distinct customer_key) as n
                        from migration_customer, jsonb_array_elements(changes) as change
                        where migration = :id and outcome is null group by 1
                        """).param("id", migration).query(row -> {
            byKind.put(row.getString("kind"), row.getLong("n"));
        });
        var byFeature = new TreeMap<String, Map<String, Long>>();
        jdbc.sql("""
                        select change ->> 'feature' as feature, change ->> 'kind' as kind, count(distinct customer_key) as n
                        from migration_customer, jsonb_array_elements(changes) as change
                        where migration = :id and outcome is null group by 1, 2
                        """).param("id", migration).query(row -> {
            byFeature
                    .computeIfAbsent(row.getString("feature"), _ -> new TreeMap<>())
                    .put(row.getString("kind"), row.getLong("n"));
        });
        var leftOut = new TreeMap<String, Long>();
        jdbc.sql("""
                        select why, count(*) as n from migration_customer where migration = :id and outcome = 'SKIPPED' group by why
                        """).param("id", migration).query(row -> {
            leftOut.put(row.getString("why"), row.getLong("n"));
        });
        return jdbc.sql("""
                        select count(*) as moves, count(*) filter (where changes <> '[]') as changed,
                               count(*) filter (where gains) as gain, count(*) filter (where loses) as lose
                        from migration_customer where migration = :id and outcome is null
                        """)
                .param("id", migration)
                .query((row, n) -> new Summary(
                        row.getLong("moves"),
                        row.getLong("changed"),
                        row.getLong("gain"),
                        row.getLong("lose"),
                        byKind,
                        byFeature,
                        new Money(side(migration, "loses"), side(migration, "gains")),
                        leftOut))
                .single();
    }

    /** Rounded here and nowhere before. */
    private Money.Side side(long migration, String who) {
        var amounts = new ArrayList<Money.Amount>();
        jdbc.sql("""
                        select worth.key as currency, sum(worth.value::numeric) as amount
                        from migration_customer, jsonb_each_text(worth) as worth
                        where migration = :id and outcome is null and
                        """ + who + " group by 1 order by 1").param("id", migration).query(row -> {
            BigDecimal amount = row.getBigDecimal("amount").setScale(0, RoundingMode.HALF_UP);
            amounts.add(new Money.Amount(row.getString("currency"), amount.longValueExact()));
        });
        return jdbc.sql("""
                        select count(*) as customers, coalesce(sum(worth_unknown), 0) as unknown
                        from migration_customer where migration = :id and outcome is null and
                        """ + who)
                .param("id", migration)
                .query((row, n) -> new Money.Side(row.getLong("customers"), amounts, row.getLong("unknown")))
                .single();
    }
}
