package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.Subscription.Arrears;
import dev.plumbline.connectors.SubscriptionListing.Beside;
import dev.plumbline.connectors.SubscriptionListing.Later;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What the lists beside that of subscriptions told, kept while that one is read: it need not fit into memory. */
@Repository
public class StagedBeside {
    private static final String COPY = "copy reconciliation_beside (run, slice, ref, content) from stdin";
    private static final BinaryOperator<Arrears> EARLIER =
            BinaryOperator.minBy(Comparator.comparing(Arrears::since).thenComparing(Arrears::evidence));

    private final DataSource database;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    StagedBeside(DataSource database, JdbcClient jdbc, JsonMapper json) {
        this.database = database;
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * An entry.
     *
     * @param ref what it is about
     * @param content as the connector told it
     */
    record Entry(String ref, Object content) {}

    /** In the transaction of the thread. */
    void add(long run, int slice, List<Entry> entries) {
        var text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(run).append('\t').append(slice).append('\t');
            Copy.field(text, entry.ref()).append('\t');
            Copy.field(text, json.writeValueAsString(entry.content())).append('\n');
        }
        Copy.in(database, COPY, text);
    }

    void remove(long run, int slice) {
        jdbc.sql("delete from reconciliation_beside where run = :run and slice = :slice")
                .param("run", run)
                .param("slice", slice)
                .update();
    }

    Beside of(long run) {
        return new Beside() {
            @Override
            public Map<String, Arrears> unpaid(Set<String> subscriptions) {
                return some(run, Slice.Of.UNPAID, subscriptions, Arrears.class, EARLIER);
            }

            @Override
            public Map<String, Later> agreed(Set<String> schedules) {
                // One that two pages show, because the list moved meanwhile, is the same.
                return some(run, Slice.Of.AGREED, schedules, Later.class, (one, _) -> one);
            }
        };
    }

    private <T> Map<String, T> some(long run, Slice.Of list, Set<String> refs, Class<T> type, BinaryOperator<T> ofTwo) {
        var found = new HashMap<String, T>();
        jdbc.sql("""
                        select ref, content::text as content from reconciliation_beside
                        where run = :run and slice = :slice and ref = any(:refs)
                        """)
                .param("run", run)
                .param("slice", list.number())
                .param("refs", refs.toArray(String[]::new))
                .query(row -> {
                    found.merge(row.getString("ref"), json.readValue(row.getString("content"), type), ofTwo);
                });
        return found;
    }

    /** As {@link StagedRows#forget}. */
    public int forget(Duration after, int atMost) {
        return jdbc.sql("""
                        delete from reconciliation_beside
                        where ctid = any(array(
                            select old.ctid from reconciliation_beside old
                            where old.run not in (select id from reconciliation
                                                  where ended_at is null
                                                     or ended_at > clock_timestamp() - :after * interval '1 ms')
                            limit :atMost))
                        """)
                .param("after", after.toMillis())
                .param("atMost", atMost)
                .update();
    }
}
