package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import dev.plumbline.entitlement.customer.Facts.Enrolment;
import dev.plumbline.entitlement.customer.Facts.ManualPhase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people decided about customers, as the facts a resolution needs. The writer path reads it under the customers' locks. */
@Repository
public class DecidedFacts {
    private final JdbcClient jdbc;

    DecidedFacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** About one customer. */
    public record Decided(List<ManualPhase> phases, List<Enrolment> enrolments, List<CustomerOverride> overrides) {
        public static final Decided NOTHING = new Decided(List.of(), List.of(), List.of());

        private static Decided empty() {
            return new Decided(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    public Decided of(CustomerKey customer) {
        return of(List.of(customer)).getOrDefault(customer, Decided.NOTHING);
    }

    /**
     * In one statement for all of them; customers of whom nothing was decided are left out. What ended before it began never
     * was, and what was withdrawn or ended early held until then.
     */
    public Map<CustomerKey, Decided> of(Collection<CustomerKey> customers) {
        var decided = new HashMap<CustomerKey, Decided>();
        jdbc.sql("""
                        select customer_key, 'phase' as sort,
                               jsonb_build_object(
                                   'id', id, 'kind', upper(kind),
                                   'plan', jsonb_build_object('key', plan, 'version', version),
                                   'term', term, 'from', valid_from, 'until', least(valid_until, ended_at),
                                   'billingAnchor', billing_anchor, 'quantities', quantities)::text as fact
                        from customer_phase
                        where customer_key = any(:customers) and (ended_at is null or ended_at > valid_from)
                        union all
                        select customer_key, 'enrolment',
                               jsonb_build_object(
                                   'promotion', promotion, 'enrolledAt', enrolled_at, 'withdrawnAt', withdrawn_at)::text
                        from promotion_enrolment
                        where customer_key = any(:customers)
                        union all
                        select customer_key, 'override',
                               jsonb_build_object(
                                   'id', id, 'feature', feature, 'effect', upper(effect), 'value', value,
                                   'validFrom', valid_from, 'validUntil', least(valid_until, ended_at),
                                   'user', user_key, 'ignoreAvailability', ignore_availability,
                                   'createdAt', created_at)::text
                        from customer_override
                        where customer_key = any(:customers) and (ended_at is null or ended_at > valid_from)
                        """)
                .param("customers", customers.stream().map(CustomerKey::value).toArray(String[]::new))
                .query(row -> {
                    var customer = new CustomerKey(row.getString("customer_key"));
                    put(
                            decided.computeIfAbsent(customer, _ -> Decided.empty()),
                            row.getString("sort"),
                            row.getString("fact"));
                });
        return decided;
    }

    private static void put(Decided decided, String sort, String fact) {
        switch (sort) {
            case "phase" -> decided.phases().add(StoredJson.read(fact, ManualPhase.class));
            case "enrolment" -> decided.enrolments().add(StoredJson.read(fact, Enrolment.class));
            case "override" -> decided.overrides().add(StoredJson.read(fact, CustomerOverride.class));
            default -> throw new IllegalStateException("No such sort of fact: " + sort);
        }
    }
}
