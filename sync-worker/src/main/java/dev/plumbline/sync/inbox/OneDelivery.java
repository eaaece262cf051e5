package dev.plumbline.sync.inbox;

import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One delivery for a person to look at, its payload without what it says of people. */
@Component
public class OneDelivery {
    private final Deliveries deliveries;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    OneDelivery(Deliveries deliveries, JdbcClient jdbc, JsonMapper json) {
        this.deliveries = deliveries;
        this.jdbc = jdbc;
        this.json = json;
    }

    public Optional<KeptDelivery> find(long id) {
        return deliveries.find(id);
    }

    /** Where the delivery of an event is; empty when none was kept, or when several accounts have one of that name. */
    public OptionalLong ofEvent(String event) {
        var ids = jdbc.sql("select id from inbox where event_id = :event limit 2")
                .param("event", event)
                .query(Long.class)
                .list();
        return ids.size() == 1 ? OptionalLong.of(ids.getFirst()) : OptionalLong.empty();
    }

    /** Empty once the payload is forgotten. */
    public Optional<String> redacted(long id) {
        return deliveries.payload(id).map(payload -> RedactedPayload.of(payload, json));
    }
}
