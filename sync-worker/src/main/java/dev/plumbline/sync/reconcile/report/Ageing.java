package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.sheet.Cells;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Breaks that are open at the end, by kind, side, severity and age. */
final class Ageing {
    private static final List<String> BUCKETS = List.of("0-1", "2-7", "8-30", "31-60", "60+");

    private record Key(String type, String side, String severity, String age, String currency) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::type)
                .thenComparing(Key::side)
                .thenComparing(Key::severity)
                .thenComparingInt(key -> BUCKETS.indexOf(key.age()))
                .thenComparing(Key::currency);
    }

    private final TreeMap<Key, Sum> sums = new TreeMap<>(Key.ORDER);

    void add(Told told) {
        if (told.isOpen()) {
            sums.merge(
                    new Key(
                            told.type(),
                            told.side(),
                            told.severity(),
                            bucket(told.ageDays()),
                            told.money().currency()),
                    told.money(),
                    Sum::plus);
        }
    }

    /** In days. */
    static String bucket(long days) {
        if (days <= 1) {
            return "0-1";
        }
        if (days <= 7) {
            return "2-7";
        }
        if (days <= 30) {
            return "8-30";
        }
        return days <= 60 ? "31-60" : "60+";
    }

    List<List<@Nullable Object>> lines() {
        var lines = new ArrayList<List<@Nullable Object>>();
        sums.forEach((key, sum) -> lines.add(Cells.of(
                key.type(), key.side(), key.severity(), key.age(), key.currency(), sum.count(), sum.amount())));
        return lines;
    }
}
