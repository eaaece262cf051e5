package dev.plumbline.entitlement.decision;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells others, once for each, that an override ends soon: an {@code override.ending} in the outbox. Safe on many nodes: what
 * one tells the others skip, and it is marked as told by the statement that tells it.
 */
@Component
public class OverridesEnding {
    private final JdbcClient jdbc;
    private final OverrideRegister register;

    OverridesEnding(JdbcClient jdbc, OverrideRegister register) {
        this.jdbc = jdbc;
        this.register = register;
    }

    /**
     * How many it told of; fewer than {@code atMost} when there are no more.
     *
     * @param now business time
     */
    public int tellEnding(Instant now, int atMost) {
        return jdbc.sql("""
                        with due as (
                            select id from customer_override
                            where ended_at is null and ending_told_at is null
                              and valid_from <= :now and valid_until > :now and valid_until <= :soon
                            order by valid_until limit :atMost for update skip locked
                        ), told as (
                            update customer_override o set ending_told_at = :now
                            from due where o.id = due.id
                            returning o.id, o.customer_key, o.feature, o.effect, o.user_key, o.valid_until, o.reason, o.link,
                                      o.created_by
                        )
                        insert into outbox (kind, customer_key, version, payload)
                        select 'override.ending', t.customer_key, c.version,
                               jsonb_strip_nulls(jsonb_build_object(
                                   'customer', t.customer_key, 'version', c.version, 'override', t.id,
                                   'feature', t.feature, 'effect', t.effect, 'user', t.user_key,
                                   'validUntil', to_char(t.valid_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                   'reason', t.reason, 'link', t.link, 'createdBy', t.created_by))
                        from told t join customer c on c.key = t.customer_key
                        """)
                .param("now", Decisions.timestamp(now))
                .param("soon", Decisions.timestamp(now.plus(register.soon())))
                .param("atMost", atMost)
                .update();
    }
}
