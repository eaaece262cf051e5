package dev.plumbline.entitlement.model.file;

/**
 * Everything a catalog file is refused for. Names are for machines and never change; the words are those of
 * docs/catalog.md.
 *
 * <p>A new rule refuses files that are published already as well: those are read again at every start. Before it is
 * added, think of the files that are out there; what is merely odd is a {@link dev.plumbline.entitlement.model.Caution}.
 */
public enum ProblemCode {
    // The text
    EMPTY("the file, a list or a name that is empty", "write what belongs there, or remove the key"),
    TOO_LARGE("a file over 4 MiB, nested deeper than 50, or a value over 100,000 characters", "split the catalog"),
    WRONG_ENCODING("text that is not UTF-8", "save the file as UTF-8"),
    NOT_YAML("text that is not YAML; a tab as indent", "mend the line; indent with spaces"),
    MANY_DOCUMENTS("a second document behind `---`", "keep one catalog in one file"),
    DUPLICATE_KEY("one key twice in one place", "remove one of them"),
    ALIAS("an alias `*name`", "write the value out"),
    NOT_PLAIN("a tag such as `!!binary`", "write a plain value"),
    NOT_A_NUMBER("`.inf`, `.nan`, and numbers beyond reason", "write `unlimited`, or the number that is meant"),
    UNCLEAR_NUMBER("numbers that do not look like what they mean: `1_000`, `1e3`, `0x1F`, `010`", "write digits only"),

    // The form, which the JSON Schema tells editors as well
    MISSING_KEY("a key that has to be there", "add it"),
    UNKNOWN_KEY("a key that is not known there", "mend the spelling, or remove it"),
    BAD_KEY("a name that is no fit key", "use letters, digits, `_`, `.` and `-`"),
    WRONG_TYPE("text for a number, `1.10` for a version, `false` for Norway, …", "write a value of the right type"),
    NOT_ALLOWED("a word that is none of the allowed ones", "choose one of those that the message lists"),
    BAD_FORM("a time without zone, a country in small letters, …", "write it in the form that the message shows"),
    BAD_VALUE("a number below or above its bounds", "stay within the bounds that the message names"),
    CHOOSE_ONE("two keys of which one is meant, or none of them", "keep one"),
    TWICE("a value twice in a list", "remove one"),

    // The meaning: names
    UNKNOWN_FEATURE("a feature that is not declared", "declare it under `features`, or mend the spelling"),
    UNKNOWN_MARKET("a market that is not declared", "declare it under `markets`, or mend the spelling"),
    UNKNOWN_COUNTRY("a country that does not exist; nobody maps to it", "use its ISO 3166-1 code: `GB`, not `UK`"),
    UNKNOWN_METER("a meter that is not declared", "declare it under `meters`, or mend the spelling"),
    UNKNOWN_PLAN("a plan that is not declared; `requires` that names an add-on", "name one of the plans"),
    UNKNOWN_LEVEL("a level that the feature does not have", "use one of its `levels`, or add it there"),
    UNKNOWN_VERSION("`existing.from` a version that is not there", "name versions of this plan"),
    UNKNOWN_CURRENCY("a currency that does not exist", "use its ISO 4217 code"),
    KEY_CLASH("a plan and an add-on of one key; a feature `x.limit` beside `x`", "rename one"),
    DUPLICATE_NAME("two variations of one name in a version", "rename one"),
    DUPLICATE_VERSION("one version number twice", "give the changed version the next number"),

    // The meaning: grants
    GRANT_UNFIT("a grant that does not fit the type of its feature", "write it as the message shows"),
    LIMIT_MISSING("a grant that does not say how much", "add `limit`, or `fromBilling` for a quantity"),
    WINDOW_MISSING("a metered limit without its stretch of time", "add a `window`"),
    SUM_OVER_WINDOWS("different windows for a feature that is merged by `sum`", "use one window everywhere"),
    ROLLOVER_UNFIT("`rollover` in a rolling window, which has no window before it", "remove it, or use `every`"),
    MERGE_UNFIT("a merge rule that does not fit the type", "use one of those that the message lists"),
    QUANTITY_UNFIT("`quantityOf` a feature that is no quantity", "name a feature of type `quantity`"),
    VARIATIONS_CLASH("two variations that may meet and touch one value", "give the one that shall win a `priority`"),

    // The meaning: time and sale
    BAD_TIME("a day, zone or length that does not exist: `2026-02-30`", "write one that exists"),
    ZONE_UNUSED("a zone in a billing window, which follows the anchor", "remove it, or use `anchor: calendar`"),
    WINDOW_EMPTY("an availability or promotion that ends before it begins", "mend one of the two dates"),
    KEY_UNUSED("`day` beside `dates`, or `dates` without `broadChanges: dates`", "remove the one that is not meant"),
    SELLABLE_MISSING("a later version that does not say from when it is sold", "add `sellable: { from: … }`"),
    SELLABLE_EMPTY("a version that is sold for no time at all", "mend `from` or `until`"),
    SELLABLE_GAP("a time in which no version of a plan is sold", "make `until` and the next `from` equal"),
    SELLABLE_OVERLAP("a time in which two versions of a plan are sold", "make `until` and the next `from` equal"),
    NOBODY_CAN_BUY("a plan without any mapped price", "add `billing`; `billing: { manual: [] }` if given by hand"),
    MAPPED_TWICE("one price, lookup key or product for two plans, or twice in a version", "keep one"),
    CURRENCY_MISSING("a list price without currency", "name it there or in `catalog`"),
    SELF_MIGRATION("`existing.from` that names its own version", "name the versions that customers leave"),
    GRACE_TOO_LONG("a grace that is not shorter than every `after`", "shorten the grace"),
    STAGE_TWICE("two stages `after` the same time: `P7D` and `P1W`", "keep one"),

    // What is published
    FROZEN_VERSION_CHANGED("a published version that is edited or gone", "put it back; make a new version"),
    TYPE_CHANGED("a published feature of another type", "make a new feature"),
    LEVELS_REORDERED("levels of a published feature in another order", "put them back; new levels may go in between"),
    IN_THE_PAST("a new availability, promotion or migration date in the past", "begin now or later");

    private final String what;
    private final String mend;

    ProblemCode(String what, String mend) {
        this.what = what;
        this.mend = mend;
    }

    /** What is refused. */
    public String what() {
        return what;
    }

    /** How it is mended. */
    public String mend() {
        return mend;
    }
}
