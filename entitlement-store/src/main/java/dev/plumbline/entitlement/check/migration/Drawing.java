package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.decisions.Known;
import dev.plumbline.entitlement.check.http.Countries;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.check.migration.MigrationAsked.CohortAsked;
import dev.plumbline.entitlement.check.migration.MigrationAsked.WavesAsked;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.migration.Cohort;
import dev.plumbline.entitlement.migration.Terms;
import dev.plumbline.entitlement.migration.Timing;
import dev.plumbline.entitlement.migration.Waves;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.entitlement.model.PlanVersion.Existing;
import dev.plumbline.entitlement.record.Customer;
import dev.plumbline.entitlement.record.Customers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** From what somebody asks to terms that mean something: each mistake is named at its place. */
@Component
class Drawing {
    private static final int MOST_NAMED = 10_000;
    private static final int LONGEST = 255;
    private static final int MOST_WAVES = 1_000;

    private final Known known;
    private final Customers customers;
    private final InstantSource business;

    Drawing(Known known, Customers customers, InstantSource businessClock) {
        this.known = known;
        this.customers = customers;
        this.business = businessClock;
    }

    Terms of(MigrationAsked asked) {
        Model model = known.model();
        PlanVersion from = known.planVersion(model, "/from", asked.from());
        PlanVersion to = known.planVersion(model, "/to", asked.to());
        if (!from.plan().equals(to.plan()) || from.number() == to.number()) {
            throw Refusal.of(
                            HttpStatus.BAD_REQUEST,
                            "NOT_ANOTHER_VERSION",
                            "A migration is to another version of the same plan; who is to get another plan buys it")
                    .at("/to", "NOT_ANOTHER_VERSION", "It is another version of " + from.plan());
        }
        return new Terms(
                Known.ref(from), Known.ref(to), cohort(asked.cohort(), model), timing(asked, to), waves(asked.waves()));
    }

    private Timing timing(MigrationAsked asked, PlanVersion to) {
        Existing existing = to.existing();
        Instant agreed = existing == null ? null : existing.notBefore();
        String when = asked.when() == null ? usual(existing) : asked.when();
        Instant notBefore = Instants.ofBody("/notBefore", asked.notBefore());
        if (notBefore != null && !when.equals("at-renewal")) {
            throw Refusal.ofBody("/notBefore", "It goes with when: at-renewal");
        }
        return switch (when) {
            case "at-renewal" -> new Timing(Timing.Kind.RENEWAL, later(notBefore, agreed));
            case "now" -> {
                refuseBefore(agreed, business.instant(), to);
                yield new Timing(Timing.Kind.NOW, null);
            }
            default -> {
                Instant at = instant(when);
                refuseBefore(agreed, at, to);
                yield new Timing(Timing.Kind.DATE, at);
            }
        };
    }

    private static String usual(@Nullable Existing existing) {
        return existing != null && existing.migrate() == Existing.Migrate.AT_DATE && existing.notBefore() != null
                ? existing.notBefore().toString()
                : "at-renewal";
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private static void refuseBefore(@Nullable Instant agreed, Instant at, PlanVersion to) {
        if (agreed != null && at.isBefore(agreed)) {
            throw Refusal.ofBody(
                    "/when", "The model says that nobody moves to " + to.ref() + " before " + agreed + " (existing)");
        }
    }

    private Instant instant(String when) {
        try {
            Instant at = Objects.requireNonNull(Instants.ofBody("/when", Instant.parse(when)));
            if (at.isBefore(business.instant())) {
                throw Refusal.ofBody("/when", "It is " + business.instant() + ": say now, or a time to come");
            }
            return at;
        } catch (DateTimeException notOne) {
            throw Refusal.ofBody("/when", "It is at-renewal, now, or an instant such as 2026-12-01T00:00:00Z");
        }
    }

    private static Waves waves(@Nullable WavesAsked asked) {
        if (asked == null) {
            return Waves.ONE;
        }
        List<Integer> percent = asked.percent() == null ? List.of() : asked.percent();
        if (!percent.isEmpty() && asked.size() != null) {
            throw Refusal.ofBody("/waves", "Waves are cut by percent or by size");
        }
        if (percent.size() > MOST_WAVES || percent.stream().anyMatch(Objects::isNull)) {
            throw Refusal.ofBody("/waves/percent", "Percentages rise, from 1 at least, to 100, such as 5, 25, 100");
        }
        try {
            return percent.isEmpty() && asked.size() == null
                    ? new Waves(List.of(100), null, pause(asked.pause()))
                    : new Waves(percent, asked.size(), pause(asked.pause()));
        } catch (IllegalArgumentException wrong) {
            throw Refusal.ofBody(
                    asked.size() == null ? "/waves/percent" : "/waves/size", String.valueOf(wrong.getMessage()));
        }
    }

    private static @Nullable Duration pause(@Nullable String text) {
        try {
            Duration pause = text == null ? null : Duration.parse(text);
            if (pause != null && (pause.isNegative() || pause.toDays() > 366)) {
                throw Refusal.ofBody("/waves/pause", "It is between PT0S and a year");
            }
            return pause;
        } catch (DateTimeException notOne) {
            throw Refusal.ofBody("/waves/pause", "It is an ISO 8601 duration such as PT1H");
        }
    }

    private Cohort cohort(@Nullable CohortAsked asked, Model model) {
        if (asked == null) {
            return Cohort.EVERYBODY;
        }
        Set<String> include = texts("/cohort/include", asked.include());
        checkKnown(include);
        Set<String> countries = texts("/cohort/countries", asked.countries());
        if (!countries.stream().allMatch(Countries::isKnown)) {
            throw Refusal.ofBody("/cohort/countries", "Each is an ISO 3166-1 alpha-2 code in capitals, such as FI");
        }
        Set<String> markets = texts("/cohort/markets", asked.markets());
        if (!model.markets().keySet().containsAll(markets)) {
            throw Refusal.ofBody(
                    "/cohort/markets", "The model has " + model.markets().keySet());
        }
        Map<String, String> attributes = asked.attributes() == null ? Map.of() : asked.attributes();
        if (attributes.size() > 20 || attributes.values().stream().anyMatch(Objects::isNull)) {
            throw Refusal.ofBody("/cohort/attributes", "At most 20, each with its value");
        }
        return new Cohort(
                include,
                texts("/cohort/exclude", asked.exclude()),
                countries,
                markets,
                attributes,
                texts("/cohort/terms", asked.terms()),
                texts("/cohort/prices", asked.prices()),
                Boolean.TRUE.equals(asked.movedByHand()));
    }

    private void checkKnown(Set<String> keys) {
        Set<CustomerKey> asked = keys.stream()
                .map(key -> CustomerKeys.of(key)
                        .orElseThrow(() -> Refusal.ofBody("/cohort/include", "No customer has the key " + key)))
                .collect(Collectors.toSet());
        Set<String> there = customers.find(asked).stream()
                .map(Customer::key)
                .map(CustomerKey::value)
                .collect(Collectors.toSet());
        keys.stream().filter(key -> !there.contains(key)).sorted().findFirst().ifPresent(unknown -> {
            throw Refusal.ofBody("/cohort/include", "There is no customer " + unknown);
        });
    }

    private static Set<String> texts(String pointer, @Nullable List<String> given) {
        if (given == null) {
            return Set.of();
        }
        if (given.size() > MOST_NAMED) {
            throw Refusal.ofBody(pointer, "At most " + MOST_NAMED);
        }
        var texts = new HashSet<String>();
        for (String one : given) {
            if (one == null) {
                throw Refusal.ofBody(pointer, "Each has 1 to " + LONGEST + " characters");
            }
            Texts.name(pointer, one, LONGEST);
            texts.add(one);
        }
        return texts;
    }
}
