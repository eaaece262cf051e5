package dev.plumbline.entitlement.decision;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts.CustomerOverride.Effect;
import dev.plumbline.entitlement.decision.KeptOverride.State;
import dev.plumbline.entitlement.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All overrides there ever were, the newest first. Reads only. */
@Repository
public class OverrideRegister {
    private static final String COLUMNS = """
            select id, customer_key, feature, effect, value::text as value, valid_from, valid_until, user_key,
                   ignore_availability, reason, link, created_at, created_by, ended_at, ended_by, end_reason
            from customer_override
            """;

    private final JdbcClient jdbc;
    private final Duration soon;

    OverrideRegister(JdbcClient jdbc, @Value("${plumbline.overrides.ending-within:7d}") Duration soon) {
        this.jdbc = jdbc;
        this.soon = soon;
    }

    /** How long before its end an override is said to be ending. */
    public Duration soon() {
        return soon;
    }

    /** What is looked for; null for any. {@code ACTIVE} has those that are ending, too. */
    public record Filter(
            @Nullable CustomerKey customer,
            @Nullable State state,
            @Nullable String feature,
            @Nullable String actor,
            @Nullable String user,
            @Nullable Instant endingBefore) {}

    /** The last row of a page: where the next one begins. */
    public record Position(Instant createdAt, String id) {}

    public Optional<KeptOverride> find(String id) {
        return jdbc.sql(COLUMNS + "where id = :id")
                .param("id", id)
                .query((row, n) -> override(row))
                .optional();
    }

    /** Those of them that there are, by their ids, in one statement. */
    public Map<String, KeptOverride> find(Collection<String> ids) {
        return jdbc
                .sql(COLUMNS + "where id = any(:ids)")
                .param("ids", ids.toArray(String[]::new))
                .query((row, n) -> override(row))
                .list()
                .stream()
                .collect(Collectors.toMap(KeptOverride::id, Function.identity()));
    }

    public List<KeptOverride> list(Filter filter, @Nullable Position after, int limit, Instant now) {
        State state = filter.state();
        return jdbc.sql(COLUMNS + """
                        where (:customer::text is null or customer_key = :customer)
                          and (:feature::text is null or feature = :feature)
                          and (:actor::text is null or created_by = :actor)
                          and (:user::text is null or user_key = :user)
                          and (:endingBefore::timestamptz is null or least(valid_until, ended_at) < :endingBefore)
                          and case :state
                                  when 'FUTURE' then valid_from > :now and least(valid_until, ended_at) > :now
                                  when 'ACTIVE' then valid_from <= :now and least(valid_until, ended_at) > :now
                                  when 'ENDING' then valid_from <= :now and least(valid_until, ended_at) > :now
                                                     and least(valid_until, ended_at) <= :soon
                                  when 'ENDED' then least(valid_until, ended_at) <= :now
                                  else true
                              end
                          and (:afterId::text is null or (created_at, id) < (:afterAt, :afterId))
                        order by created_at desc, id desc limit :limit
                        """)
                .param(
                        "customer",
                        filter.customer() == null ? null : filter.customer().value(),
                        Types.VARCHAR)
                .param("feature", filter.feature(), Types.VARCHAR)
                .param("actor", filter.actor(), Types.VARCHAR)
                .param("user", filter.user(), Types.VARCHAR)
                .param("endingBefore", Decisions.timestamp(filter.endingBefore()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("state", state == null ? "ANY" : state.name())
                .param("now", Decisions.timestamp(now))
                .param("soon", Decisions.timestamp(now.plus(soon)))
                .param(
                        "afterAt",
                        after == null ? null : Decisions.timestamp(after.createdAt()),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .param("afterId", after == null ? null : after.id(), Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> override(row))
                .list();
    }

    private static KeptOverride override(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return new KeptOverride(
                row.getString("id"),
                new CustomerKey(row.getString("customer_key")),
                new KeptOverride.Terms(
                        row.getString("feature"),
                        Effect.valueOf(row.getString("effect").toUpperCase(Locale.ROOT)),
                        value == null ? null : StoredJson.value(value),
                        Decisions.instant(row, "valid_from"),
                        Decisions.instant(row, "valid_until"),
                        row.getString("user_key"),
                        row.getBoolean("ignore_availability")),
                row.getString("reason"),
                row.getString("link"),
                Decisions.instant(row, "created_at"),
                row.getString("created_by"),
                Decisions.ended(row));
    }
}
