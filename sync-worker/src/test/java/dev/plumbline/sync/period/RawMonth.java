package dev.plumbline.sync.period;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A month added up from the raw rows of what its runs told, one by one, by code that no pack is made with. */
final class RawMonth {
    /** By currency and line: how many, and what they are worth. */
    final Map<String, Map<String, long[]>> rollForward = new TreeMap<>();

    private final Map<Long, Life> ended = new TreeMap<>();

    private static final class Life {
        String entered = "";
        String openingCurrency = "";
        long openingAmount;
        String left = "";
        String currency = "";
        long amount;
    }

    private RawMonth() {}

    static RawMonth of(JdbcClient sql, List<Long> runs, java.time.Instant began) {
        Map<Long, Life> lives = new TreeMap<>();
        var prior = new ArrayList<Long>();
        for (long run : runs) {
            sql.sql("select * from break_told where run = " + run).query(row -> {
                Life life = lives.computeIfAbsent(row.getLong("break"), _ -> new Life());
                if (life.entered.isEmpty()) {
                    life.entered = row.getString("entered");
                    life.openingCurrency = row.getString("opening_currency");
                    life.openingAmount = row.getLong("opening_amount");
                }
                life.left = row.getString("left_as");
                life.currency = row.getString("currency");
                life.amount = row.getLong("amount");
                if (row.getTimestamp("opened_at").toInstant().isBefore(began)) {
                    prior.add(row.getLong("break"));
                }
            });
        }
        var month = new RawMonth();
        month.ended.putAll(lives);
        lives.forEach((id, life) -> month.add(life, prior.contains(id)));
        return month;
    }

    /** Breaks that ended worth as much or more, by their ids. */
    Map<Long, Long> worth(String currency, long least) {
        var worth = new TreeMap<Long, Long>();
        ended.forEach((id, life) -> {
            if (life.currency.equals(currency) && life.amount >= least) {
                worth.put(id, life.amount);
            }
        });
        return worth;
    }

    private void add(Life life, boolean prior) {
        if (life.entered.equals("opening")) {
            add(life.openingCurrency, "opening", 1, life.openingAmount);
            if (!life.openingCurrency.equals(life.currency) || life.openingAmount != life.amount) {
                add(life.openingCurrency, "revalued", -1, -life.openingAmount);
                add(life.currency, "revalued", 1, life.amount);
            }
        } else {
            add(life.currency, life.entered.equals("new") && prior ? "prior-period" : life.entered, 1, life.amount);
        }
        add(life.currency, life.left == null ? "closing" : life.left, 1, life.amount);
    }

    private void add(String currency, String line, long count, long amount) {
        long[] sum =
                rollForward.computeIfAbsent(currency, _ -> new TreeMap<>()).computeIfAbsent(line, _ -> new long[2]);
        sum[0] += count;
        sum[1] += amount;
    }

    String of(String currency, String line) {
        long[] sum = rollForward.getOrDefault(currency, Map.of()).getOrDefault(line, new long[2]);
        return sum[0] + " " + sum[1];
    }
}
