package dev.plumbline.entitlement.resolve;

import java.util.Locale;

/**
 * Where a value comes from.
 *
 * @param ref what exactly: {@code team@2}, {@code team@2/yearly-bonus}, {@code extra_invoices@1}, an override's id; the
 *     feature key for a default
 */
public record Source(Kind kind, String ref) {
    public enum Kind {
        DEFAULT,
        PLAN,
        VARIATION,
        ADDON,
        PROMOTION,
        GRACE,
        OVERRIDE,
        FALLBACK;

        /** The name in answers (04). */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What a grant from it is answered with. */
        Reason reason() {
            return switch (this) {
                case DEFAULT -> Reason.DEFAULT;
                case PLAN -> Reason.PLAN;
                case VARIATION -> Reason.VARIATION;
                case ADDON -> Reason.ADDON;
                case PROMOTION -> Reason.PROMOTION;
                case GRACE -> Reason.GRACE;
                case OVERRIDE -> Reason.OVERRIDE;
                case FALLBACK -> Reason.FALLBACK;
            };
        }
    }
}
