package dev.plumbline.entitlement.check.ofrep;

import dev.plumbline.entitlement.check.CheckAnswer;
import dev.plumbline.entitlement.check.Checked;
import dev.plumbline.entitlement.check.Checks;
import dev.plumbline.entitlement.check.ofrep.Flag.Aspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Flags for OpenFeature's OFREP clients. Every status has a body. */
@RestController
class OfrepController {
    private final Checks checks;
    private final String customerAttribute;

    OfrepController(Checks checks, @Value("${plumbline.ofrep.customer-attribute:}") String customerAttribute) {
        this.checks = checks;
        this.customerAttribute = customerAttribute;
    }

    /** @param metadata of the whole: which version it is */
    record Flags(List<Flag> flags, Map<String, Object> metadata) {}

    @PostMapping("/ofrep/v1/evaluate/flags/{key}")
    ResponseEntity<?> one(@PathVariable String key, @RequestBody(required = false) @Nullable JsonNode body) {
        return switch (Target.in(body, customerAttribute, key)) {
            case Target.Missing(FlagError error) -> ResponseEntity.badRequest().body(error);
            case Target.Customer(String customer) -> evaluate(customer, key);
        };
    }

    private ResponseEntity<?> evaluate(String customer, String key) {
        for (Aspect aspect : Aspect.values()) {
            if (!key.endsWith(aspect.suffix())) {
                continue;
            }
            String feature = key.substring(0, key.length() - aspect.suffix().length());
            switch (checks.check(customer, feature)) {
                case Checked.CustomerUnknown _ -> {
                    return ResponseEntity.badRequest().body(customerUnknown(key));
                }
                case Checked.Answered(CheckAnswer check) -> {
                    Flag flag = Flag.of(check, aspect);
                    return flag == null ? notFound(key) : ResponseEntity.ok(flag);
                }
                case Checked.FeatureUnknown _, Checked.LevelUnknown _, Checked.NotYetVisible _ -> {
                    // a longer suffix may leave a feature's name
                }
            }
        }
        return notFound(key);
    }

    @PostMapping("/ofrep/v1/evaluate/flags")
    ResponseEntity<?> all(
            @RequestBody(required = false) @Nullable JsonNode body,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        return switch (Target.in(body, customerAttribute, null)) {
            case Target.Missing(FlagError error) -> ResponseEntity.badRequest().body(error);
            case Target.Customer(String customer) ->
                checks.all(customer)
                        .<ResponseEntity<?>>map(all -> flags(all, ifNoneMatch))
                        .orElseGet(() -> ResponseEntity.badRequest().body(customerUnknown(null)));
        };
    }

    private static ResponseEntity<?> flags(Checks.All all, @Nullable String ifNoneMatch) {
        var answer = ResponseEntity.status(isKnown(all.tag(), ifNoneMatch) ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .eTag(all.tag())
                .cacheControl(CacheControl.noCache().cachePrivate());
        if (isKnown(all.tag(), ifNoneMatch)) {
            return answer.build();
        }
        var flags = new ArrayList<Flag>();
        for (CheckAnswer check : all.checks()) {
            Stream.of(Aspect.values())
                    .map(aspect -> Flag.of(check, aspect))
                    .filter(Objects::nonNull)
                    .forEach(flags::add);
        }
        return answer.body(new Flags(flags, Map.of("version", all.version())));
    }

    private static boolean isKnown(String tag, @Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Stream.of(ifNoneMatch.split(",", -1))
                        .map(String::trim)
                        .anyMatch(known -> known.equals("*") || bare(known).equals(bare(tag)));
    }

    private static String bare(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private static ResponseEntity<?> notFound(String key) {
        return ResponseEntity.status(HttpStatus.NOT_FOUND).body(FlagError.notFound(key));
    }

    private static FlagError customerUnknown(@Nullable String key) {
        return FlagError.invalidContext(key, "There is no such customer: CUSTOMER_UNKNOWN");
    }
}
