package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes facts away one by one while a case goes on failing, so that what is left is the cause. */
final class Smaller {
    private Smaller() {}

    static Facts whileFailing(Facts facts, Predicate<Facts> fails) {
        for (var smaller : oneLess(facts)) {
            if (fails.test(smaller)) {
                return whileFailing(smaller, fails);
            }
        }
        return facts;
    }

    private static List<Facts> oneLess(Facts f) {
        var all = new ArrayList<Facts>();
        without(f.subscriptions())
                .forEach(s -> all.add(new Facts(
                        f.customer(), f.country(), f.attributes(), s, f.phases(), f.enrolments(), f.overrides())));
        without(f.phases())
                .forEach(p -> all.add(new Facts(
                        f.customer(),
                        f.country(),
                        f.attributes(),
                        f.subscriptions(),
                        p,
                        f.enrolments(),
                        f.overrides())));
        without(f.enrolments())
                .forEach(e -> all.add(new Facts(
                        f.customer(), f.country(), f.attributes(), f.subscriptions(), f.phases(), e, f.overrides())));
        without(f.overrides())
                .forEach(o -> all.add(new Facts(
                        f.customer(), f.country(), f.attributes(), f.subscriptions(), f.phases(), f.enrolments(), o)));
        return all;
    }

    private static <T> List<List<T>> without(List<T> list) {
        var all = new ArrayList<List<T>>();
        for (var i = 0; i < list.size(); i++) {
            var less = new ArrayList<>(list);
            less.remove(i);
            all.add(less);
        }
        return all;
    }
}
