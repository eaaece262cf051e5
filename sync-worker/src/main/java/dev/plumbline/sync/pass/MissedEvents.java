package dev.plumbline.sync.pass;

import dev.plumbline.entitlement.record.Recorded;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Events that never came, were found in the provider's list, and whose look changed somebody's answer: each is a break that
 * is repaired already, for people to see how much of what they were sent got lost (case F-67).
 */
@Repository
class MissedEvents {
    private final JdbcClient jdbc;

    MissedEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param after the mark up to which an earlier look answered */
    void repaired(Subject subject, long after, long upTo, Recorded.Written written) {
        jdbc.sql("""
                        insert into break (type, fingerprint, customer_key, provider, account, provider_customer, detail,
                                           opened_at, resolved_at)
                        select 'EVENT_MISSED', 'EVENT_MISSED:' || provider || '/' || account || ':' || event_id, :customer,
                               provider, account, :id,
                               coalesce(type, 'an event') || ' (' || event_id || ')'
                                   || coalesce(' of ' || to_char(event_created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
                                   || ' never came; it was found in the provider''s list, and what it was about was'
                                   || ' repaired with version ' || :version,
                               received_at, clock_timestamp()
                        from inbox
                        where provider = :provider and account = :account and subject_kind = :kind and subject_id = :id
                          and source = 'sweep' and dirty_seq > :after and dirty_seq <= :upTo
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = clock_timestamp()
                        """)
                .param("provider", subject.account().provider().key())
                .param("account", subject.account().name())
                .param("kind", subject.kind())
                .param("id", subject.id())
                .param("customer", written.customer().value())
                .param("version", written.version())
                .param("after", after)
                .param("upTo", upTo)
                .update();
    }
}
