package dev.plumbline.entitlement.metering;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The months that the log is split by: made ahead, made when one is needed after all, and put aside when they are old. */
@Component
public class Months {
    private static final int AHEAD = 2;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final int kept;
    /** Months are not taken away again while anything may still be written to them. */
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    /** @param kept how many whole months are kept beside the one that is */
    public Months(
            JdbcClient jdbc, TransactionTemplate transactions, @Value("${plumbline.usage.kept-months:25}") int kept) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.kept = kept;
    }

    /** What happened before is not taken any more. */
    Instant oldest(Instant now) {
        return start(of(now).minusMonths(kept));
    }

    void need(Stream<Instant> times) {
        var last = new Object() {
            Instant from = Instant.MAX;
            Instant until = Instant.MIN;
        };
        times.forEach(time -> {
            if (time.isBefore(last.from) || !time.isBefore(last.until)) {
                YearMonth month = of(time);
                make(month);
                last.from = start(month);
                last.until = start(month.plusMonths(1));
            }
        });
    }

    public void makeAhead(Instant now) {
        for (int i = -1; i <= AHEAD; i++) {
            make(of(now).plusMonths(i));
        }
    }

    /**
     * Puts aside what is older than is kept, and forgets which events were in it: whoever sends one again hears that it is too old.
     *
     * @return how many tables
     */
    public int putAside(Instant now) {
        Instant before = oldest(now);
        int tables = Objects.requireNonNull(transactions.execute(_ -> detach(before)));
        jdbc.sql("delete from usage_notice where window_start < :before")
                .param(
                        "before",
                        Columns.timestamp(
                                before.atOffset(ZoneOffset.UTC).minusYears(1).toInstant()))
                .update();
        made.removeIf(month -> start(month).isBefore(before));
        return tables;
    }

    /** What is not put aside is not looked through either: once a month, and then in one transaction with it. */
    private int detach(Instant before) {
        int tables = jdbc.sql("select usage_detach(:before)")
                .param("before", Columns.timestamp(before))
                .query(Integer.class)
                .single();
        if (tables > 0) {
            jdbc.sql("delete from usage_seen where occurred_at < :before")
                    .param("before", Columns.timestamp(before))
                    .update();
            jdbc.sql("delete from usage_reservation where reserved_at < :before")
                    .param("before", Columns.timestamp(before))
                    .update();
        }
        return tables;
    }

    private void make(YearMonth month) {
        if (!made.contains(month)) {
            jdbc.sql("select usage_month(:month)")
                    .param("month", Columns.timestamp(start(month)))
                    .query(row -> {});
            made.add(month);
        }
    }

    private static YearMonth of(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
