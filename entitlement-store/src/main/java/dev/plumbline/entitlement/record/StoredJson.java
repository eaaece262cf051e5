package dev.plumbline.entitlement.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/** How facts and answers are written into jsonb columns. The shapes are ours alone; {@code api.*} views are the contract. */
public final class StoredJson {
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    private interface ByKind {}

    /** Lists that few customers have are not written for the others; what was stored before there were any has none. */
    private interface SeldomAny {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<?> discounts();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<?> reversals();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<?> ahead();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<?> moves();

        /** A question, no part of the record. */
        @JsonIgnore
        @SuppressWarnings("unused") // asked by Jackson
        boolean isYetToBe();
    }

    static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(
                    all -> JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addMixIn(BillingSnapshot.class, SeldomAny.class)
            .addMixIn(BillingSnapshot.Subscription.class, SeldomAny.class)
            .addMixIn(BillingSnapshot.Item.class, SeldomAny.class)
            .addMixIn(Facts.Subscribed.class, SeldomAny.class)
            .addMixIn(SubjectPins.class, SeldomAny.class)
            .addMixIn(Binding.class, ByKind.class)
            .addMixIn(Facts.Value.class, ByKind.class)
            .registerSubtypes(
                    new NamedType(Binding.ToPlan.class, "plan"),
                    new NamedType(Binding.ToAddOn.class, "addon"),
                    new NamedType(Binding.Unmapped.class, "unmapped"),
                    new NamedType(Facts.Value.Switch.class, "switch"),
                    new NamedType(Facts.Value.Limit.class, "limit"),
                    new NamedType(Facts.Value.Unlimited.class, "unlimited"),
                    new NamedType(Facts.Value.Level.class, "level"))
            .build();

    // Made once: who reads a million rows looks up their deserializers once.
    private static final ObjectReader FACTS = MAPPER.readerFor(Facts.class);
    private static final ObjectReader SNAPSHOT = MAPPER.readerFor(BillingSnapshot.class);
    private static final ObjectReader PINS = MAPPER.readerFor(SubjectPins.class);
    private static final ObjectReader ATTRIBUTES = MAPPER.readerFor(new TypeReference<Map<String, String>>() {});
    private static final ObjectReader FACTS_OF_MANY = MAPPER.readerFor(new TypeReference<List<Facts>>() {});
    private static final ObjectReader STAGES = MAPPER.readerFor(new TypeReference<List<StageJson>>() {});

    private StoredJson() {}

    public static String write(Facts facts) {
        return MAPPER.writeValueAsString(facts);
    }

    public static Facts facts(String json) {
        return FACTS.readValue(json);
    }

    /** What people decided; empty when they decided nothing. */
    static String decisions(Facts facts) {
        return facts.phases().isEmpty()
                        && facts.enrolments().isEmpty()
                        && facts.overrides().isEmpty()
                ? ""
                : MAPPER.writer(
                                SerializationFeature
                                        .ORDER_MAP_ENTRIES_BY_KEYS) // its hash is compared between processes
                        .writeValueAsString(List.of(facts.phases(), facts.enrolments(), facts.overrides()));
    }

    public static String write(BillingSnapshot snapshot) {
        return MAPPER.writeValueAsString(snapshot);
    }

    public static BillingSnapshot snapshot(String json) {
        return SNAPSHOT.readValue(json);
    }

    public static String write(Facts.Value value) {
        return MAPPER.writerFor(Facts.Value.class).writeValueAsString(value);
    }

    public static Facts.Value value(String json) {
        return MAPPER.readValue(json, Facts.Value.class);
    }

    static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    static String write(SubjectPins pins) {
        return MAPPER.writeValueAsString(pins);
    }

    static SubjectPins pins(String json) {
        return PINS.readValue(json);
    }

    static String writeFacts(List<Facts> facts) {
        return MAPPER.writeValueAsString(facts);
    }

    static List<Facts> factsOfMany(String json) {
        return FACTS_OF_MANY.readValue(json);
    }

    /** @param from null for the first */
    private record StageJson(long revision, @Nullable Instant from) {}

    static String writeStages(List<ModelSpan> stages) {
        return MAPPER.writeValueAsString(stages.stream()
                .map(stage -> new StageJson(stage.revision(), stage.from().equals(Instant.MIN) ? null : stage.from()))
                .toList());
    }

    static List<ModelSpan> stages(String json) {
        return STAGES.<List<StageJson>>readValue(json).stream()
                .map(stage -> new ModelSpan(stage.revision(), stage.from() == null ? Instant.MIN : stage.from()))
                .toList();
    }

    static String write(Cause cause) {
        return MAPPER.writeValueAsString(cause);
    }

    static Map<String, String> attributes(String json) {
        return json.equals("{}") ? Map.of() : ATTRIBUTES.readValue(json);
    }

    public static String write(Timeline timeline) {
        return TimelineJson.write(timeline);
    }

    public static Timeline timeline(String json) {
        return TimelineJson.read(json);
    }
}
