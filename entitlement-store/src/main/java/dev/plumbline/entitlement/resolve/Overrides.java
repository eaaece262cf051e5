package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.customer.Facts.CustomerOverride;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people decided of one customer, or of one user of it: by feature, the strongest first. */
final class Overrides {
    /** The user's own before the customer's, the newest first. */
    private static final Comparator<CustomerOverride> STRONGEST_FIRST = Comparator.comparing(CustomerOverride::feature)
            .thenComparing(override -> override.user() == null)
            .thenComparing(CustomerOverride::createdAt, Comparator.reverseOrder())
            .thenComparing(CustomerOverride::id);

    private final CustomerOverride[] all;
    private final BitSet features = new BitSet();
    private int many;

    Overrides(Prepared prepared, List<CustomerOverride> facts, @Nullable String user) {
        all = new CustomerOverride[facts.size()];
        for (var override : facts) {
            var feature = prepared.feature(override.feature());
            if (feature != null
                    && (override.user() == null || override.user().equals(user))
                    && override.validFrom().isBefore(override.validUntil())) {
                all[many++] = override;
                features.set(feature.index());
            }
        }
        Arrays.sort(all, 0, many, STRONGEST_FIRST);
    }

    CustomerOverride[] of(SoldFeature feature) {
        if (!features.get(feature.index())) {
            return FeatureCase.NO_OVERRIDES;
        }
        var from = 0;
        while (!isOf(feature, from)) {
            from++;
        }
        var until = from + 1;
        while (until < many && isOf(feature, until)) {
            until++;
        }
        return Arrays.copyOfRange(all, from, until);
    }

    private boolean isOf(SoldFeature feature, int place) {
        return all[place].feature().equals(feature.key().value());
    }
}
