package dev.plumbline.entitlement.upgrade;

import org.jspecify.annotations.Nullable;

/** An offer in one sentence: {@code Team 2, yearly: 400 invoices a month (now 200 a month)}. */
final class Sentence {
    private Sentence() {}

    static String of(Article.OfPlan article, Wish wish, Having now, Having then) {
        return named(article.plan().name() + " " + article.version().number(), article.term()) + gives(wish, now, then);
    }

    /**
     * @param plan that it is bought beside; null for none
     * @param planTerm when that plan would have to be bought, too, and its term is named
     */
    static String of(
            Article.OfAddOn article,
            long count,
            @Nullable String plan,
            boolean withPlan,
            @Nullable String planTerm,
            Wish wish,
            Having now,
            Having then) {
        var what = (count == 1 ? "" : count + " × ")
                + article.addOn().name() + " "
                + article.version().number();
        var added = article.term() == null ? what : what + ", " + article.term();
        var beside = plan == null ? added : added + (withPlan ? ", together with " : ", beside ") + plan;
        return named(beside, planTerm) + gives(wish, now, then);
    }

    private static String named(String what, @Nullable String term) {
        return what + (term == null ? "" : ", " + term) + ": ";
    }

    private static String gives(Wish wish, Having now, Having then) {
        var has = now.allowance() == null ? "" : " (now " + Wording.value(now.allowance()) + ")";
        return Wording.value(wish.feature(), then.allowance()) + has;
    }
}
