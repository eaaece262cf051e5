package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reservations as they are kept. They change under the lock of their gate only. */
@Repository
class ReservationRows {
    private static final String COLUMNS =
            "id, customer_key, feature, meter, amount, reserved_at, expires_at, state, settled";

    private final JdbcClient jdbc;

    ReservationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Until the transaction ends, one at a time decides about this meter of this customer, on whichever node. */
    void lock(CustomerKey customer, String meter) {
        if (!isLocked(customer, meter)) {
            jdbc.sql("insert into usage_gate (customer_key, meter) values (:customer, :meter) on conflict do nothing")
                    .param("customer", customer.value())
                    .param("meter", meter)
                    .update();
            isLocked(customer, meter);
        }
    }

    private boolean isLocked(CustomerKey customer, String meter) {
        return jdbc.sql("select 1 from usage_gate where customer_key = :customer and meter = :meter for update")
                .param("customer", customer.value())
                .param("meter", meter)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    Optional<Reservation> find(UUID id) {
        return Optional.ofNullable(find(List.of(id)).get(id));
    }

    Map<UUID, Reservation> find(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("select " + COLUMNS + " from usage_reservation where id = any(:ids::uuid[])")
                        .param("ids", Columns.of(List.copyOf(ids), id -> id))
                        .query((row, n) -> reservation(row))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Reservation::id, Function.identity()));
    }

    record Made(Reservation reservation, String by) {}

    void insert(List<Made> made) {
        if (made.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into usage_reservation
                            (id, customer_key, feature, meter, amount, reserved_at, expires_at, created_by)
                        select * from unnest(:id::uuid[], :customer::text[], :feature::text[], :meter::text[], :amount::numeric[],
                                             :reserved::timestamptz[], :expires::timestamptz[], :by::text[])
                        """)
                .param("id", Columns.of(made, one -> one.reservation().id()))
                .param("customer", Columns.of(made, one -> one.reservation().customer()))
                .param("feature", Columns.of(made, one -> one.reservation().feature()))
                .param("meter", Columns.of(made, one -> one.reservation().meter()))
                .param("amount", Columns.of(made, one -> one.reservation().amount()))
                .param("reserved", Columns.of(made, one -> one.reservation().reservedAt()))
                .param("expires", Columns.of(made, one -> one.reservation().expiresAt()))
                .param("by", Columns.of(made, Made::by))
                .update();
    }

    void end(List<Reservation> ended, Instant now) {
        if (ended.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        update usage_reservation kept set state = ended.state, settled = ended.settled, ended_at = :now
                        from unnest(:id::uuid[], :state::text[], :settled::numeric[]) as ended(id, state, settled)
                        where kept.id = ended.id
                        """)
                .param("id", Columns.of(ended, Reservation::id))
                .param("state", Columns.of(ended, one -> one.state().name().toLowerCase(Locale.ROOT)))
                .param("settled", Columns.of(ended, Reservation::settled))
                .param("now", Columns.timestamp(now))
                .update();
    }

    /** Those that nobody settled: they hold nothing since they expired, and cannot be settled any more now. */
    int giveUp(Instant expiredBefore) {
        return jdbc.sql("""
                        update usage_reservation set state = 'released', ended_at = expires_at
                        where state = 'open' and expires_at < :before
                        """).param("before", Columns.timestamp(expiredBefore)).update();
    }

    private static Reservation reservation(ResultSet row) throws SQLException {
        BigDecimal settled = row.getBigDecimal("settled");
        return new Reservation(
                row.getObject("id", UUID.class),
                new CustomerKey(row.getString("customer_key")),
                row.getString("feature"),
                row.getString("meter"),
                row.getBigDecimal("amount").stripTrailingZeros(),
                Columns.instant(row, "reserved_at"),
                Columns.instant(row, "expires_at"),
                Reservation.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                settled == null ? null : settled.stripTrailingZeros());
    }
}
