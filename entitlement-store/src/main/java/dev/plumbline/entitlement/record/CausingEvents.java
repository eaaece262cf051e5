package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which event of a provider made us look at what. */
@Repository
public class CausingEvents {
    private final JdbcClient jdbc;

    CausingEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For each subject of a customer, the newest event behind that version of its answer or one before it. */
    public Map<String, String> bySubject(CustomerKey customer, long version) {
        var events = new HashMap<String, String>();
        jdbc.sql("""
                        select distinct on (cause ->> 'subject') cause ->> 'subject' as subject, cause -> 'events' ->> 0 as event
                        from entitlement_history
                        where customer_key = :customer and version <= :version
                          and cause ->> 'subject' is not null and cause -> 'events' ->> 0 is not null
                        order by cause ->> 'subject', version desc
                        """)
                .param("customer", customer.value())
                .param("version", version)
                .query(row -> {
                    events.put(row.getString("subject"), row.getString("event"));
                });
        return events;
    }
}
