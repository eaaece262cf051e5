package dev.plumbline.entitlement.resolve;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks for beyond "may I?".
 *
 * @param requested so many at once; null for the smallest use there is
 * @param level at least this level; null for any
 */
public record Request(
        @Nullable BigDecimal requested, @Nullable String level) {
    public static final Request PLAIN = new Request(null, null);
}
