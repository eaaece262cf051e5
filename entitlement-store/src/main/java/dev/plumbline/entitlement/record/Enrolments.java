package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.model.Promotion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who has a place in which promotion. A place is taken once, under the customer's lock and then, where places are few, under
 * the promotion's; a withdrawal gives it back once, and the customer does not get another.
 */
@Repository
public class Enrolments {
    private static final String COLUMNS = """
            select promotion, customer_key, enrolled_at, enrolled_by, reason, link, withdrawn_at, withdrawn_by, withdraw_reason
            from promotion_enrolment
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Customers customers;
    private final AuditTrail audit;

    Enrolments(JdbcClient jdbc, TransactionTemplate transactions, Customers customers, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.customers = customers;
        this.audit = audit;
    }

    /** @param withdrawn null while the place is held */
    public record Place(
            String promotion,
            CustomerKey customer,
            Instant enrolledAt,
            String enrolledBy,
            String reason,
            @Nullable String link,
            @Nullable Withdrawal withdrawn) {}

    public record Withdrawal(Instant at, String by, String reason) {}

    /** A place is held until it is given back. */
    public enum Standing {
        HELD,
        WITHDRAWN
    }

    /** What became of enrolling. */
    public sealed interface Enrolled {
        record Made(Place place) implements Enrolled {}

        /** It has its place already; why it got it stays as it was. */
        record Unchanged(Place place) implements Enrolled {}

        record WithdrawnBefore(Place place) implements Enrolled {}

        record Full(long most) implements Enrolled {}

        record CustomerUnknown() implements Enrolled {}
    }

    /** A person enrols a customer, also one whom the audience does not name. */
    public Enrolled enrol(CustomerKey customer, Promotion promotion, Instant at, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            if (customers.lock(Set.of(customer)).isEmpty()) {
                return new Enrolled.CustomerUnknown();
            }
            Optional<Place> held = find(promotion.key(), customer);
            if (held.isPresent()) {
                return held.get().withdrawn() == null
                        ? new Enrolled.Unchanged(held.get())
                        : new Enrolled.WithdrawnBefore(held.get());
            }
            Long most = promotion.audience().maxCustomers();
            if (!takePlace(promotion)) {
                return new Enrolled.Full(most == null ? 0 : most);
            }
            Place place = write(customer, promotion, at, by);
            customers.mark(Set.of(customer));
            return new Enrolled.Made(place);
        }));
    }

    /**
     * Enrols a customer in what it is eligible for, where places are left; what it got. For the writer path, which holds the
     * customer's lock and resolves next: it marks nothing.
     */
    public List<Facts.Enrolment> enrolEligible(CustomerKey customer, Collection<Promotion> promotions, Instant at) {
        var made = new ArrayList<Facts.Enrolment>();
        promotions.stream().sorted(Comparator.comparing(Promotion::key)).forEach(promotion -> {
            // Looked at without a lock first: everybody who comes too late would otherwise queue for the row of a full
            // one.
            if (!looksFull(promotion) && takePlace(promotion)) {
                write(customer, promotion, at, new Author(Cause.SYSTEM, promotion.reason()));
                made.add(new Facts.Enrolment(promotion.key(), at, null));
            }
        });
        return made;
    }

    /** What became of withdrawing. */
    public sealed interface Withdrawn {
        record Done(Place place) implements Withdrawn {}

        record Before(Place place) implements Withdrawn {}

        record NeverEnrolled() implements Withdrawn {}
    }

    public Withdrawn withdraw(CustomerKey customer, String promotion, Instant at, Author by) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            customers.lock(Set.of(customer));
            Place before = find(promotion, customer).orElse(null);
            if (before == null) {
                return new Withdrawn.NeverEnrolled();
            }
            if (before.withdrawn() != null) {
                return new Withdrawn.Before(before);
            }
            jdbc.sql("""
                            update promotion_enrolment
                            set withdrawn_at = :at, withdrawn_by = :by, withdraw_reason = :reason
                            where promotion = :promotion and customer_key = :customer
                            """)
                    .param("at", StoredRows.timestamp(at))
                    .param("by", by.actor())
                    .param("reason", by.reason())
                    .param("promotion", promotion)
                    .param("customer", customer.value())
                    .update();
            jdbc.sql("update promotion_places set taken = taken - 1 where promotion = :promotion")
                    .param("promotion", promotion)
                    .update();
            Place after = find(promotion, customer).orElseThrow();
            audit(by, "promotion.withdrawn", before, after);
            customers.mark(Set.of(customer));
            return new Withdrawn.Done(after);
        }));
    }

    public Optional<Place> find(String promotion, CustomerKey customer) {
        return jdbc.sql(COLUMNS + "where promotion = :promotion and customer_key = :customer")
                .param("promotion", promotion)
                .param("customer", customer.value())
                .query((row, n) -> place(row))
                .optional();
    }

    /**
     * In the order of customers' keys.
     *
     * @param only null for all, also those that were withdrawn
     */
    public List<Place> list(String promotion, @Nullable Standing only, String after, int limit) {
        return jdbc.sql(COLUMNS + """
                        where promotion = :promotion and customer_key > :after
                          and (:only::text is null or :only = case when withdrawn_at is null then 'HELD' else 'WITHDRAWN' end)
                        order by customer_key limit :limit
                        """)
                .param("promotion", promotion)
                .param("after", after)
                .param("only", only == null ? null : only.name(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> place(row))
                .list();
    }

    /** How many hold a place in each promotion that anybody does. */
    public Map<String, Long> held() {
        var held = new HashMap<String, Long>();
        jdbc.sql(
                        "select promotion, count(*) as held from promotion_enrolment where withdrawn_at is null group by promotion")
                .query(row -> {
                    held.put(row.getString("promotion"), row.getLong("held"));
                });
        return held;
    }

    private boolean looksFull(Promotion promotion) {
        Long most = promotion.audience().maxCustomers();
        return most != null
                && jdbc.sql("select coalesce(sum(taken), 0) from promotion_places where promotion = :promotion")
                                .param("promotion", promotion.key())
                                .query(Long.class)
                                .single()
                        >= most;
    }

    /** Where places are without number nobody counts, and nobody waits: the row would be every customer's bottleneck. */
    private boolean takePlace(Promotion promotion) {
        Long most = promotion.audience().maxCustomers();
        if (most == null) {
            jdbc.sql("delete from promotion_places where promotion = :promotion")
                    .param("promotion", promotion.key())
                    .update();
            return true;
        }
        jdbc.sql("""
                        insert into promotion_places (promotion, taken)
                        select :promotion, (select count(*) from promotion_enrolment
                                            where promotion = :promotion and withdrawn_at is null)
                        where not exists (select from promotion_places where promotion = :promotion)
                        on conflict (promotion) do nothing
                        """).param("promotion", promotion.key()).update();
        return jdbc.sql("update promotion_places set taken = taken + 1 where promotion = :promotion and taken < :most")
                        .param("promotion", promotion.key())
                        .param("most", most)
                        .update()
                == 1;
    }

    private Place write(CustomerKey customer, Promotion promotion, Instant at, Author by) {
        jdbc.sql("""
                        insert into promotion_enrolment (promotion, customer_key, enrolled_at, enrolled_by, reason, link)
                        values (:promotion, :customer, :at, :by, :reason, :link)
                        """)
                .param("promotion", promotion.key())
                .param("customer", customer.value())
                .param("at", StoredRows.timestamp(at))
                .param("by", by.actor())
                .param("reason", by.reason())
                .param("link", by.link(), Types.VARCHAR)
                .update();
        Place place = find(promotion.key(), customer).orElseThrow();
        audit(by, "promotion.enrolled", null, place);
        return place;
    }

    private void audit(Author by, String action, @Nullable Place before, Place after) {
        audit.append(new AuditEntry(
                by,
                action,
                "promotion",
                after.promotion(),
                after.customer(),
                before == null ? null : Audited.of(before),
                Audited.of(after)));
    }

    private record Audited(
            String promotion,
            Instant enrolledAt,
            String enrolledBy,
            @Nullable Withdrawal withdrawn) {
        static Audited of(Place place) {
            return new Audited(place.promotion(), place.enrolledAt(), place.enrolledBy(), place.withdrawn());
        }
    }

    private static Place place(ResultSet row) throws SQLException {
        Instant withdrawn = StoredRows.instantOrNull(row, "withdrawn_at");
        return new Place(
                row.getString("promotion"),
                new CustomerKey(row.getString("customer_key")),
                StoredRows.instant(row, "enrolled_at"),
                row.getString("enrolled_by"),
                row.getString("reason"),
                row.getString("link"),
                withdrawn == null
                        ? null
                        : new Withdrawal(withdrawn, row.getString("withdrawn_by"), row.getString("withdraw_reason")));
    }
}
