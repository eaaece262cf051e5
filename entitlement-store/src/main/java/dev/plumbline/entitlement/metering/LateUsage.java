package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.usage.Window;
import dev.plumbline.entitlement.usage.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Use that comes when its window is closed (case F-76): it counts where it belongs, and a person is told once for each window,
 * because what was billed or reported for it may be wrong by now.
 */
@Component
class LateUsage {
    private final JdbcClient jdbc;
    private final Terms terms;
    private final Duration grace;

    /** @param grace how long after its end a window is still open */
    LateUsage(JdbcClient jdbc, Terms terms, @Value("${plumbline.usage.grace:PT1H}") Duration grace) {
        this.jdbc = jdbc;
        this.terms = terms;
        this.grace = grace;
    }

    record Closed(CustomerKey customer, String feature, Windows.Span window) {
        String fingerprint() {
            return "LATE_USAGE:" + customer + ":" + feature + ":" + window.start();
        }

        String inWords() {
            return "Use of %s was counted in the window from %s to %s after that was closed"
                    .formatted(feature, window.start(), window.end());
        }
    }

    /** By the keys of the events that fall into them. Asked before the transaction: it reads what customers have. */
    Map<UUID, List<Closed>> of(Collection<Entry> entries, Instant now) {
        List<Entry> old =
                entries.stream().filter(entry -> isOld(entry.at(), now)).toList();
        if (old.isEmpty()) {
            return Map.of();
        }
        terms.prepare(old.stream().map(Entry::customer).collect(Collectors.toSet()));
        var late = new HashMap<UUID, List<Closed>>();
        for (Entry entry : old) {
            List<Closed> closed = entry.counted().stream()
                    .flatMap(counted -> of(entry.customer(), counted.meter(), entry.at(), now).stream())
                    .toList();
            if (!closed.isEmpty()) {
                late.put(entry.key(), closed);
            }
        }
        return late;
    }

    /** The windows of an instant that are closed by now. A rolling one has no end after which anybody could have billed it. */
    List<Closed> of(CustomerKey customer, String meter, Instant at, Instant now) {
        if (!isOld(at, now)) {
            return List.of();
        }
        var closed = new ArrayList<Closed>();
        for (Allotment has : terms.allotments(customer, meter, at)) {
            Allowance.Metered allowance = has.allowance();
            if (allowance != null && !(allowance.window() instanceof Window.Rolling)) {
                Windows.Span window = Windows.at(allowance.window(), allowance.anchor(), at);
                if (isOld(window.end(), now)) {
                    closed.add(new Closed(customer, has.feature().key().value(), window));
                }
            }
        }
        return closed;
    }

    private boolean isOld(Instant at, Instant now) {
        return !at.plus(grace).isAfter(now);
    }

    /** In the transaction that counts it, in one order whoever tells. */
    void tell(Collection<Closed> windows) {
        if (windows.isEmpty()) {
            return;
        }
        var once = new TreeMap<String, Closed>();
        windows.forEach(closed -> once.put(closed.fingerprint(), closed));
        List<Map.Entry<String, Closed>> rows = List.copyOf(once.entrySet());
        jdbc.sql("""
                        insert into break (type, fingerprint, customer_key, detail)
                        select 'LATE_USAGE', late.* from unnest(:fingerprint::text[], :customer::text[], :detail::text[]) as late
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null
                            where break.resolved_at is not null
                               or break.last_seen_at < clock_timestamp() - interval '1 minute'
                        """)
                .param("fingerprint", Columns.of(rows, Map.Entry::getKey))
                .param("customer", Columns.of(rows, row -> row.getValue().customer()))
                .param("detail", Columns.of(rows, row -> row.getValue().inWords()))
                .update();
    }
}
