package dev.plumbline.entitlement.model;

/**
 * Something in a valid model that may be meant, but seldom is. It refuses nothing.
 *
 * @param ref what it is about: {@code team@2}, a feature, a market
 * @param message what it is, and what to do if it is not meant
 */
public record Caution(Code code, String ref, String message) {
    public enum Code {
        METER_MISSING("a metered feature without meter", "name its `meter`, or nothing ever counts it"),
        METER_UNUSED("a meter that no feature names", "name it in a feature, or remove it"),
        MARKET_UNUSED("a market that nothing names", "use it, or remove it"),
        FEATURE_NOT_GIVEN("a feature that nothing gives", "grant it, or remove it"),
        AVAILABILITY_TWICE("a market twice in `availableIn`, at times that meet", "keep one"),
        VERSION_NOT_MAPPED("a version without price, of a plan that has some", "add its `billing`"),
        ADD_ON_NOT_MAPPED("an add-on without any price", "add its `billing`"),
        TERM_NOT_MAPPED("a variation for a term that no price of its version has", "mend the term"),
        QUANTITY_NOT_BILLED("`fromBilling` where every price counts another feature", "mend `quantityOf`"),
        QUANTITY_UNUSED("`quantityOf` a feature that does not ask for it", "say `fromBilling: true` in the grant"),
        RANK_TIE("two plans of one rank whose grants of a feature cannot be merged", "give them different ranks"),
        PROVIDER_UNKNOWN("a billing system that is not connected by Plumbline", "mend its name"),
        MIGRATION_UNDATED("`migrate: at-date` without `notBefore`", "say from when");

        private final String what;
        private final String mend;

        Code(String what, String mend) {
            this.what = what;
            this.mend = mend;
        }

        public String what() {
            return what;
        }

        public String mend() {
            return mend;
        }
    }
}
