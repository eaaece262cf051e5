package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What each version of a customer's answer changed. */
@Repository
class VersionChanges {
    private final JdbcClient jdbc;

    VersionChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Kept(Instant recorded, Timeline timeline) {}

    Map<Long, List<Change>> of(CustomerKey customer, Collection<Long> versions) {
        Map<Long, Kept> kept = read(customer, versions);
        var changes = new HashMap<Long, List<Change>>();
        for (Long version : versions) {
            Kept after = kept.get(version);
            if (after != null) {
                Kept before = kept.get(version - 1);
                changes.put(
                        version,
                        Change.between(before == null ? null : before.timeline(), after.timeline(), after.recorded()));
            }
        }
        return changes;
    }

    private Map<Long, Kept> read(CustomerKey customer, Collection<Long> versions) {
        var kept = new HashMap<Long, Kept>();
        jdbc.sql("""
                        select version, recorded, timeline::text as timeline
                        from entitlement_history where customer_key = :customer and version = any(:versions)
                        """)
                .param("customer", customer.value())
                .param(
                        "versions",
                        versions.stream()
                                .flatMap(version -> Stream.of(version, version - 1))
                                .toArray(Long[]::new))
                .query(row -> {
                    kept.put(
                            row.getLong("version"),
                            new Kept(
                                    row.getObject("recorded", OffsetDateTime.class)
                                            .toInstant(),
                                    StoredJson.timeline(row.getString("timeline"))));
                });
        return kept;
    }
}
