package dev.plumbline.connectors.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every page of a list, newest first as Stripe gives it. Not the SDK's own paging: an empty page that promises more would
 * end it, and a list cut short looks like a customer who lost what he pays for.
 */
final class StripePages {
    /** Stripe's largest page. */
    static final long SIZE = 100;
    /** 100,000 objects of one customer: a list that goes on for ever. */
    private static final int MOST = 1_000;

    interface Lister<T extends HasId> {
        StripeCollection<T> after(@Nullable String last) throws StripeException;
    }

    private StripePages() {}

    static <T extends HasId> void each(Lister<T> lister, Consumer<StripeCollection<T>> taker) {
        Set<String> cursors = new HashSet<>();
        String last = null;
        for (int page = 0; page < MOST; page++) {
            StripeCollection<T> list = page(lister, last);
            taker.accept(list);
            if (!list.getHasMore()) {
                return;
            }
            List<T> data = list.getData();
            last = data.isEmpty() ? null : data.getLast().getId();
            if (last == null || !cursors.add(last)) {
                throw StripeAnswers.unreadable("Stripe promised another page but gave no way to it");
            }
        }
        throw StripeAnswers.unreadable("Stripe's list has no end");
    }

    private static <T extends HasId> StripeCollection<T> page(Lister<T> lister, @Nullable String last) {
        StripeCollection<T> list = StripeAnswers.list(() -> lister.after(last));
        if (!"list".equals(list.getObject()) || list.getData() == null || list.getHasMore() == null) {
            throw StripeAnswers.unreadable("Stripe answered with something else than a list");
        }
        return list;
    }
}
