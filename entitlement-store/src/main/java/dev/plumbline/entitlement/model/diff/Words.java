package dev.plumbline.entitlement.model.diff;

import static java.util.stream.Collectors.joining;

import dev.plumbline.entitlement.model.Amount;
import dev.plumbline.entitlement.model.BillingPolicy.Access;
import dev.plumbline.entitlement.model.BillingPolicy.Policy;
import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.model.Grant;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.Sellable;
import dev.plumbline.entitlement.model.Variation;
import dev.plumbline.entitlement.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of a model as people say them. Two that differ are never said alike. */
final class Words {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Words() {}

    static String of(Amount amount) {
        return switch (amount) {
            case Amount.UpTo(var value) -> plain(value);
            case Amount.Unlimited() -> "unlimited";
        };
    }

    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    static String of(Grant grant) {
        return switch (grant) {
            case Grant.Switch(var on) -> on ? "on" : "off";
            case Grant.Level level -> level.name();
            case Grant.Quantity quantity -> quantity(quantity);
            case Grant.Metered metered -> metered(metered);
            case Grant.Add(var amount, var window) ->
                of(amount) + " more for each one" + (window == null ? "" : ", in " + of(window));
        };
    }

    private static String quantity(Grant.Quantity grant) {
        var parts = new ArrayList<String>();
        if (grant.limit() != null) {
            parts.add(of(grant.limit()));
        }
        if (grant.fromBilling() != null) {
            parts.add(grant.fromBilling() ? "as many as are billed" : "not by what is billed");
        }
        if (grant.atLeast() != null) {
            parts.add("at least " + plain(grant.atLeast()));
        }
        return String.join(", ", parts);
    }

    private static String metered(Grant.Metered grant) {
        var parts = new ArrayList<String>();
        if (grant.limit() != null) {
            parts.add(of(grant.limit()));
        }
        if (grant.window() != null) {
            parts.add("in " + of(grant.window()));
        }
        if (grant.onLimit() != null) {
            parts.add(
                    switch (grant.onLimit()) {
                        case BLOCK -> "blocked at the limit";
                        case OVERAGE -> "overage beyond the limit";
                        case WARN -> "a warning beyond the limit";
                    });
        }
        if (grant.warnAt() != null) {
            parts.add("warned at "
                    + grant.warnAt().stream()
                            .map(part -> plain(part.multiply(HUNDRED)) + " %")
                            .collect(joining(", ")));
        }
        if (grant.rolloverMax() != null) {
            parts.add("up to " + plain(grant.rolloverMax()) + " carried over");
        }
        return String.join(", ", parts);
    }

    static String of(Window window) {
        return switch (window) {
            case Window.Calendar(var every, var zone) -> "every calendar " + of(every) + " (" + zone + ")";
            case Window.Billing(var every) -> "every " + of(every) + " from the billing anchor";
            case Window.Rolling(var length) -> "any " + of(length);
        };
    }

    static String length(Period period) {
        var words = of(period);
        return Character.isDigit(words.charAt(0)) ? words : "1 " + words;
    }

    /** As said behind "every". */
    static String of(Period period) {
        var text = period.toString();
        return switch (text) {
            case "P1Y" -> "year";
            case "P1M" -> "month";
            case "P7D" -> "week";
            case "P1D" -> "day";
            default -> {
                var parts = new ArrayList<String>();
                count(parts, period.getYears(), "years");
                count(parts, period.getMonths(), "months");
                count(parts, period.getDays(), "days");
                yield String.join(" ", parts);
            }
        };
    }

    private static void count(Collection<String> parts, int number, String unit) {
        if (number != 0) {
            parts.add(number + " " + unit);
        }
    }

    static String of(Duration duration) {
        if (duration.isZero()) {
            return "no time";
        }
        return duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + (duration.toDays() == 1 ? " day" : " days")
                : duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** A bare date where the file may have one. */
    static String of(Instant instant) {
        var time = instant.atOffset(ZoneOffset.UTC);
        return time.toLocalTime().toSecondOfDay() == 0 && time.getNano() == 0
                ? time.toLocalDate().toString()
                : instant.toString();
    }

    static String span(@Nullable Instant from, @Nullable Instant until) {
        if (from == null && until == null) {
            return "always";
        }
        return (from == null ? "" : "from " + of(from))
                + (from == null || until == null ? "" : " ")
                + (until == null ? "" : "until " + of(until));
    }

    static String of(Sellable sellable) {
        return span(sellable.from(), sellable.until());
    }

    static String grants(Map<FeatureKey, Grant> grants) {
        return grants.isEmpty()
                ? "nothing"
                : new TreeMap<>(grants)
                        .entrySet().stream()
                                .map(grant -> grant.getKey() + ": " + of(grant.getValue()))
                                .collect(joining("; "));
    }

    static String of(Variation variation) {
        var when = new ArrayList<String>();
        if (variation.term() != null) {
            when.add("term " + variation.term());
        }
        if (variation.market() != null) {
            when.add("market " + variation.market().key());
        }
        var priority = variation.priority() == null ? "" : " (priority " + variation.priority() + ")";
        return "for " + String.join(" and ", when) + priority + ": " + grants(variation.grants());
    }

    static String of(PlanVersion.Trial trial) {
        return (trial.length() == null ? "" : length(trial.length()) + ": ") + grants(trial.grants());
    }

    static String of(PlanVersion.Existing existing) {
        var who = existing.from().isEmpty() ? "nobody" : "those on " + list(existing.from());
        var when =
                switch (existing.migrate()) {
                    case AT_RENEWAL -> "at renewal";
                    case AT_DATE -> "at a date";
                };
        return who + " " + when + (existing.notBefore() == null ? "" : ", not before " + of(existing.notBefore()));
    }

    static String name(Mapping mapping) {
        var by =
                switch (mapping.by()) {
                    case PRICE -> "price";
                    case LOOKUP_KEY -> "lookup key";
                    case PRODUCT -> "product";
                };
        return mapping.provider() + " " + by + " " + mapping.ref();
    }

    /** Without its list price, which is a matter of reports. */
    static String of(Mapping mapping) {
        return (mapping.term() == null ? "no term" : mapping.term())
                + (mapping.quantityOf() == null ? "" : ", its quantity is of " + mapping.quantityOf());
    }

    static String of(Mapping.ListPrice price) {
        return price.amount().toPlainString() + " minor units of " + price.currency() + " every " + of(price.every());
    }

    static String of(Meter meter) {
        return meter.aggregate().name().toLowerCase(Locale.ROOT) + (meter.value() == null ? "" : " of " + meter.value())
                + " of " + meter.event();
    }

    static String of(Cadence cadence) {
        var rhythm = cadence.broadChanges().name().toLowerCase(Locale.ROOT).replace('_', '-');
        var days = cadence.broadChanges() == Cadence.Rhythm.DATES ? list(cadence.dates()) : "day " + cadence.day();
        return rhythm + " on " + days + " (" + cadence.zone() + ")";
    }

    static String of(Policy policy) {
        var stages = policy.stages().stream()
                .map(stage -> (stage.after().isZero() ? "" : "after " + of(stage.after()) + " ") + of(stage.access()))
                .collect(joining(", "));
        return (policy.grace() == null ? "" : "grace of " + of(policy.grace()) + ": ") + stages;
    }

    static String of(Access access) {
        return switch (access) {
            case Access.AllBut(var denied) -> denied.isEmpty() ? "everything" : "everything but " + sorted(denied);
            case Access.KeepOnly(var kept) -> kept.isEmpty() ? "nothing" : "nothing but " + sorted(kept);
        };
    }

    static String sorted(Collection<? extends Comparable<?>> items) {
        return items.stream().sorted().map(Object::toString).collect(joining(", "));
    }

    static String list(Collection<?> items) {
        return items.isEmpty() ? "none" : items.stream().map(Object::toString).collect(joining(", "));
    }

    static String enumName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
