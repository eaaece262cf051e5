package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.model.Mapping.ListPrice;
import org.jspecify.annotations.Nullable;

/** What billing systems ask for their prices. */
@FunctionalInterface
interface AskedPrices {
    AskedPrices UNKNOWN = _ -> null;

    @Nullable
    ListPrice of(PriceRef price);
}
