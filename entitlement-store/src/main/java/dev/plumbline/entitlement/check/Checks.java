package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.CheckAnswer.Freshness;
import dev.plumbline.entitlement.check.EntitlementCache.AtLeast;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.Allotment;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Decider;
import dev.plumbline.entitlement.resolve.Decision;
import dev.plumbline.entitlement.resolve.Explanation;
import dev.plumbline.entitlement.resolve.Reason;
import dev.plumbline.entitlement.resolve.Request;
import dev.plumbline.entitlement.resolve.Segment;
import dev.plumbline.entitlement.resolve.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** May this customer use this feature, how much, and why. */
@Service
public class Checks {
    private final EntitlementCache cache;
    private final Answering answering;
    private final Variants variants;
    private final CurrentModel model;
    private final UsageReading usage;
    private final AskedFeatures asked;
    private final Irreversible irreversible;
    private final BusinessClock business;
    private final InstantSource time;

    Checks(
            EntitlementCache cache,
            Answering answering,
            Variants variants,
            CurrentModel model,
            UsageReading usage,
            AskedFeatures askedFeatures,
            Irreversible irreversible,
            BusinessClock businessClock,
            InstantSource realTime) {
        this.cache = cache;
        this.answering = answering;
        this.variants = variants;
        this.model = model;
        this.usage = usage;
        this.asked = askedFeatures;
        this.irreversible = irreversible;
        this.business = businessClock;
        this.time = realTime;
    }

    /** A check with nothing said beside whom and what it is about. */
    public Checked check(String customer, String feature) {
        return check(customer, feature, CheckQuery.PLAIN);
    }

    Checked check(String customer, String feature, CheckQuery query) {
        return switch (look(customer, query)) {
            case Look.Unknown() -> new Checked.CustomerUnknown(customer);
            case Look.NotYetVisible(long version, long wanted) -> new Checked.NotYetVisible(version, wanted);
            case Look.Found found -> {
                Answer.Offer offer = offer(found, feature, query);
                asked.count(feature, offer != null);
                if (offer == null) {
                    yield new Checked.FeatureUnknown(feature);
                }
                Feature asked = offer.feature(found.at());
                yield hasLevel(asked, query.level())
                        ? new Checked.Answered(decide(found, offer, query).answer())
                        : new Checked.LevelUnknown(feature, levels(asked));
            }
        };
    }

    /** Whoever asks for a level of what has none, or for one that is not there, means something else than is asked. */
    static boolean hasLevel(Feature feature, @Nullable String level) {
        return level == null || levels(feature).contains(level);
    }

    /** The lowest first; none unless the feature is a level. */
    static List<String> levels(Feature feature) {
        return feature instanceof Feature.Level level ? level.levels() : List.of();
    }

    /** All features of a customer, and the tag that tells whether that is what a caller has already. */
    public record All(
            String customer, long version, Instant asOf, Duration staleness, List<CheckAnswer> checks, String tag) {}

    /** Empty for an unknown customer. */
    public Optional<All> all(String customer) {
        return look(customer, CheckQuery.PLAIN) instanceof Look.Found found
                ? Optional.of(all(found, CheckQuery.PLAIN))
                : Optional.empty();
    }

    All all(String customer, CheckQuery query) {
        return switch (look(customer, query)) {
            case Look.Unknown() -> throw Found.customerUnknown(customer);
            case Look.NotYetVisible(long version, long wanted) -> throw Found.notYetVisible(version, wanted);
            case Look.Found found -> all(found, query);
        };
    }

    private All all(Look.Found found, CheckQuery query) {
        Answer asked = asked(found.held().answer(), query);
        List<Answer.Offer> offers = asked.features().values().stream()
                .filter(offer -> offer.at(found.at()) != null)
                .toList();
        Map<UsageReading.Asked, UsageReading.Reading> used = usage.read(
                offers.stream()
                        .flatMap(offer -> Stream.ofNullable(usageOf(found, offer, offer, query)))
                        .toList(),
                usageNoOlderThan(query));
        List<CheckAnswer> checks = offers.stream()
                .map(offer -> decide(found, offer, query, used.get(usageOf(found, offer, offer, query)))
                        .answer())
                .toList();
        boolean now = query.at() == null && !business.isMoved();
        return new All(
                asked.customer().value(),
                asked.version(),
                found.at(),
                found.staleness(),
                checks,
                EntitlementTag.of(asked, query, checks, found.at(), now));
    }

    /** What is known of a customer when it is asked about. */
    sealed interface Look {
        record Found(Held held, Instant at, Duration staleness) implements Look {}

        record Unknown() implements Look {}

        record NotYetVisible(long version, long wanted) implements Look {}
    }

    Look look(String customer, CheckQuery query) {
        Long wanted = query.minVersion();
        if (query.knownAt() == null && wanted != null) {
            if (query.isStrict()) {
                cache.load(customer);
            }
            return switch (cache.atLeast(customer, wanted)) {
                case AtLeast.Found(Held held) -> found(Optional.of(held), query);
                case AtLeast.Unknown() -> new Look.Unknown();
                case AtLeast.NotYetVisible(long version) -> new Look.NotYetVisible(version, wanted);
            };
        }
        return found(held(customer, query), query);
    }

    private Optional<Held> held(String customer, CheckQuery query) {
        Instant known = query.knownAt();
        if (known != null) {
            Instant now = time.instant();
            return CustomerKeys.of(customer)
                    .flatMap(key -> answering.knownAt(key, known))
                    .map(answer -> new Held(answer, now));
        }
        if (query.isStrict()) {
            return cache.load(customer);
        }
        return query.maxAge() == null ? cache.get(customer) : cache.noOlderThan(customer, query.maxAge());
    }

    private Look found(Optional<Held> held, CheckQuery query) {
        if (held.isEmpty()) {
            return new Look.Unknown();
        }
        Instant at = query.at() == null ? business.instant() : query.at();
        Duration staleness = query.isStrict() ? Duration.ZERO : held.get().staleness(time.instant());
        return new Look.Found(held.get(), at, staleness);
    }

    /** The answer for the instant, country and user that were named. */
    private Answer asked(Answer answer, CheckQuery query) {
        if (isBefore(answer, query)) {
            Instant at = Objects.requireNonNull(query.at(), "It is before");
            return variants.before(answer, newest(answer, query), at, query.country(), query.user());
        }
        return query.isOwn() ? answer : variants.of(answer, newest(answer, query), query.country(), query.user());
    }

    /**
     * The newest model at the time the question is about. A publish that left the customer's own answer as it was is not in
     * that answer, but it may well matter to one of its users, or in another country.
     */
    long newest(Answer answer, CheckQuery query) {
        long known = query.knownAt() == null ? model.newest() : model.newestKnownAt(query.knownAt());
        return Math.max(answer.modelRevision(), known);
    }

    /**
     * Whether it is asked about a time before the answer was made, or for others than the customer itself before the model in
     * force was so: then earlier models and facts count as well.
     */
    boolean isBefore(Answer answer, CheckQuery query) {
        Instant at = query.at();
        if (at == null || answer.version() == 0) {
            return false;
        }
        return at.isBefore(answer.asOf())
                || (!query.isOwn() && at.isBefore(model.inForceSince(newest(answer, query), business.instant())));
    }

    Answer.@Nullable Offer offer(Look.Found found, String feature, CheckQuery query) {
        Answer answer = found.held().answer();
        Answer.Offer offer = asked(answer, query).features().get(feature);
        if (offer == null) {
            offer = justPublished(answer, feature, query);
        }
        return offer == null || offer.at(found.at()) == null ? null : offer;
    }

    /** The model has the feature, but the customer is not resolved with it yet: then its facts are, here and now. */
    private Answer.@Nullable Offer justPublished(Answer answer, String feature, CheckQuery query) {
        if (query.knownAt() != null || !FeatureKey.isWellFormed(feature)) {
            return null;
        }
        long newest = model.newest();
        return newest <= answer.modelRevision()
                ? null
                : variants.of(answer, newest, query.country(), query.user())
                        .features()
                        .get(feature);
    }

    /** A decision, and how it is shown. */
    record Decided(Decision decision, CheckAnswer answer) {
        Explanation explain(Explanation before) {
            return Decider.explain(before, decision);
        }
    }

    Decided decide(Look.Found found, Answer.Offer offer, CheckQuery query) {
        return decide(found, offer, offer, query);
    }

    /** @param history where the offer is cut out of: what the window before gave is in it */
    Decided decide(Look.Found found, Answer.Offer offer, Answer.Offer history, CheckQuery query) {
        UsageReading.Asked asked = usageOf(found, offer, history, query);
        return decide(found, offer, query, asked == null ? null : usage.read(asked, usageNoOlderThan(query)));
    }

    private Decided decide(
            Look.Found found, Answer.Offer offer, CheckQuery query, UsageReading.@Nullable Reading used) {
        Answer answer = found.held().answer();
        Segment segment = Objects.requireNonNull(offer.at(found.at()), "An offer that has ended is not decided");
        Feature feature = offer.feature(found.at());
        Usage counted = used == null ? Usage.NONE : used.usage();
        Decision decision =
                Decider.decide(feature, segment, counted, new Request(query.requested(), query.level()), found.at());
        if (decision.hasAccess() && query.isOfNow() && irreversible.isTooStale(feature, found.staleness())) {
            decision = Decider.withhold(feature, segment, counted, Reason.DEGRADED_MODE, found.at());
        }
        var freshness = new Freshness(answer.version(), found.at(), found.staleness(), query.consistency());
        Instant usageAsOf = used != null ? used.asOf() : feature instanceof Feature.Metered ? found.at() : null;
        return new Decided(decision, CheckAnswer.of(answer.customer().value(), decision, freshness, usageAsOf));
    }

    /** Null where nothing can have been used: what is not metered, and what was never given. */
    private static UsageReading.@Nullable Asked usageOf(
            Look.Found found, Answer.Offer offer, Answer.Offer history, CheckQuery query) {
        Segment segment = Objects.requireNonNull(offer.at(found.at()), "An offer that has ended is not decided");
        if (!(offer.feature(found.at()) instanceof Feature.Metered feature)) {
            return null;
        }
        CustomerKey customer = found.held().answer().customer();
        Allotment has = Allotted.of(customer, feature, segment, history, found.at());
        Allowance.Metered allowance = has.allowance();
        // Who lost it is still told how much was used (law L-7).
        Allowance.Metered counting = allowance == null ? history.lastAllowance(found.at()) : allowance;
        return counting == null ? null : new UsageReading.Asked(has, counting, found.at(), query.at() == null);
    }

    private static @Nullable Duration usageNoOlderThan(CheckQuery query) {
        return query.isStrict() ? Duration.ZERO : query.maxAge();
    }

    /** Fetches what a batch will ask about in few statements. */
    void prepare(Collection<String> customers) {
        cache.prepare(customers);
    }

    /** Reads usage into memory for checks that come right after. */
    void prepareUsage(Stream<Pair> pairs) {
        usage.read(
                pairs.distinct()
                        .flatMap(pair -> {
                            if (!(look(pair.customer(), CheckQuery.PLAIN) instanceof Look.Found found)) {
                                return Stream.empty();
                            }
                            Answer.Offer offer = offer(found, pair.feature(), CheckQuery.PLAIN);
                            return offer == null
                                    ? Stream.empty()
                                    : Stream.ofNullable(usageOf(found, offer, offer, CheckQuery.PLAIN));
                        })
                        .toList(),
                null);
    }

    /** Whom and what a check is about. */
    record Pair(String customer, String feature) {}
}
