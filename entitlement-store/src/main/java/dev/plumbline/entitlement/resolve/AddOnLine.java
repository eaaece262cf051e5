package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.AddOn;
import dev.plumbline.entitlement.model.Grant;
import java.util.Comparator;

/** An add-on as a contract brings it, any number of times. */
record AddOnLine(Contract contract, SoldAddOn sold, long count) {
    static final Comparator<AddOnLine> IN_ORDER = Comparator.comparing(AddOnLine::contract, Contract.BY_PRECEDENCE)
            .thenComparing(line -> line.source().ref())
            .thenComparingLong(AddOnLine::count);

    boolean gives(SoldFeature feature) {
        return sold.features().get(feature.index());
    }

    /** So much more, in place of so much. */
    boolean adds(SoldFeature feature) {
        return version().grants().get(feature.key()) instanceof Grant.Add;
    }

    AddOn.Version version() {
        return sold.version();
    }

    Source source() {
        return sold.source();
    }

    /** How many count while no others do. */
    long countAlone() {
        return countBeside(0);
    }

    /** How many count beside so many others of the same version. */
    long countBeside(long others) {
        var bought = Math.max(0, count);
        var max = version().max();
        return max == null ? bought : Math.clamp(max - others, 0L, bought);
    }
}
