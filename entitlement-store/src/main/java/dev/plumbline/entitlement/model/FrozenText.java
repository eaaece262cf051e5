package dev.plumbline.entitlement.model;

import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The frozen part of a version in one spelling: what means the same is written the same. Hashes of it are kept in lock
 * files for years, so this format must never change; a field that is added is written only when it is named.
 */
final class FrozenText {
    private final StringBuilder text = new StringBuilder();

    private FrozenText() {}

    static String of(PlanVersion version) {
        var frozen = new FrozenText().grants("grants", version.grants());
        version.variations().stream()
                .sorted(Comparator.comparing(Variation::name))
                .forEach(frozen::variation);
        var trial = version.trial();
        if (trial != null) {
            frozen.line("trial", "length", trial.length()).grants("trial", trial.grants());
        }
        return frozen.text.toString();
    }

    static String of(AddOn.Version version) {
        return new FrozenText().grants("grants", version.grants()).text.toString();
    }

    private void variation(Variation variation) {
        var where = "variation " + variation.name();
        line(where, "term", variation.term());
        line(
                where,
                "market",
                variation.market() == null ? null : variation.market().key());
        line(where, "priority", variation.priority());
        grants(where, variation.grants());
    }

    private FrozenText grants(String where, Map<FeatureKey, Grant> grants) {
        new TreeMap<>(grants).forEach((feature, grant) -> grant(where + " " + feature, grant));
        return this;
    }

    private void grant(String where, Grant grant) {
        switch (grant) {
            case Grant.Switch(var on) -> line(where, "on", on);
            case Grant.Level level -> line(where, "level", level.name());
            case Grant.Quantity(var limit, var fromBilling, var atLeast) ->
                line(where, "limit", words(limit))
                        .line(where, "fromBilling", fromBilling)
                        .line(where, "atLeast", plain(atLeast));
            case Grant.Metered m ->
                line(where, "limit", words(m.limit()))
                        .line(where, "window", words(m.window()))
                        .line(where, "onLimit", m.onLimit())
                        .line(
                                where,
                                "warnAt",
                                m.warnAt() == null
                                        ? null
                                        : m.warnAt().stream()
                                                .map(FrozenText::plain)
                                                .toList())
                        .line(where, "rollover", plain(m.rolloverMax()));
            case Grant.Add(var amount, var window) ->
                line(where, "add", words(amount)).line(where, "window", words(window));
        }
    }

    private FrozenText line(String where, String field, @Nullable Object value) {
        if (value != null) {
            text.append(where)
                    .append(' ')
                    .append(field)
                    .append(' ')
                    .append(value)
                    .append('\n');
        }
        return this;
    }

    private static @Nullable String words(@Nullable Amount amount) {
        return switch (amount) {
            case null -> null;
            case Amount.UpTo(var value) -> plain(value);
            case Amount.Unlimited() -> "unlimited";
        };
    }

    private static @Nullable String words(@Nullable Window window) {
        return switch (window) {
            case null -> null;
            case Window.Calendar(var every, var zone) -> "calendar " + every + " " + zone;
            case Window.Billing(var every) -> "billing " + every;
            case Window.Rolling(var length) -> "rolling " + length;
        };
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }
}
