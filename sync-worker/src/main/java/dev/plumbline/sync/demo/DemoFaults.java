package dev.plumbline.sync.demo;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.entitlement.record.Links;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Faults of our own, as an operator might meet them: an answer that is not what its facts come to, an override that has ended and
 * is answered by all the same, and a link that a person took away. A run finds what no event would ever tell.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoFaults {
    static final CustomerKey STALE = new CustomerKey("cus_granite");
    static final CustomerKey ENDED = new CustomerKey("cus_lumi");
    static final CustomerKey UNLINKED = new CustomerKey("cus_verdant");
    private static final Author PERSON =
            new Author("mette (demo support)", "Belongs to a company that is sold; to be linked anew");

    private final Links links;
    private final JdbcClient jdbc;

    DemoFaults(Links links, JdbcClient jdbc) {
        this.links = links;
        this.jdbc = jdbc;
    }

    void plant() {
        links.unbind(new SubjectRef("stripe", "default", UNLINKED.value()), UNLINKED, PERSON);
        jdbc.sql("""
                        update entitlement e set timeline = (
                            select jsonb_object_agg(
                                key, '[{"granted": false, "reason": "NOT_IN_PLAN", "source": "default", "ref": "x"}]'::jsonb)
                            from jsonb_each(e.timeline))
                        where customer_key = :customer
                        """).param("customer", STALE.value()).update();
        jdbc.sql("""
                        insert into customer_override (id, customer_key, feature, effect, valid_from, valid_until, reason,
                                                       created_by)
                        select 'ovr_demo_ended', key, 'sso', 'grant', clock_timestamp() - interval '9 days',
                               clock_timestamp() - interval '1 day', 'Tried single sign-on for a week', 'jonas (demo sales)'
                        from customer where key = :customer
                        on conflict do nothing
                        """).param("customer", ENDED.value()).update();
        jdbc.sql("""
                        update entitlement set timeline = jsonb_set(timeline, '{sso}',
                            '[{"granted": true, "type": "switch", "reason": "OVERRIDE", "source": "override", "ref": "ovr_demo_ended"}]')
                        where customer_key = :customer
                        """).param("customer", ENDED.value()).update();
    }
}
