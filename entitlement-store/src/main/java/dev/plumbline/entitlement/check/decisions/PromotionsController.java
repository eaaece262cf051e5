package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.CustomerKeys;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.Promotion;
import dev.plumbline.entitlement.record.Enrolments;
import dev.plumbline.entitlement.record.Enrolments.Enrolled;
import dev.plumbline.entitlement.record.Enrolments.Place;
import dev.plumbline.entitlement.record.Enrolments.Standing;
import dev.plumbline.entitlement.record.Enrolments.Withdrawn;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Promotions, and who has a place in them. Whom the audience names is enrolled without anybody asking. */
@RestController
public class PromotionsController {
    private static final String ENROLMENTS = "/v1/promotions/{key}/enrolments";

    private final Enrolments enrolments;
    private final Known known;
    private final InstantSource business;

    PromotionsController(Enrolments enrolments, Known known, InstantSource businessClock) {
        this.enrolments = enrolments;
        this.known = known;
        this.business = businessClock;
    }

    public record EnrolAsked(
            @Nullable String customer,
            @Nullable String reason,
            @Nullable String link) {}

    @GetMapping("/v1/promotions")
    public Page<PromotionBody> list() {
        Instant now = business.instant();
        Map<String, Long> held = enrolments.held();
        List<PromotionBody> all = known.anyModel().stream()
                .flatMap(model -> model.promotions().values().stream())
                .map(promotion -> PromotionBody.of(promotion, held.getOrDefault(promotion.key(), 0L), now))
                .toList();
        return new Page<>(all, null);
    }

    /** @param state held or withdrawn; left out for both */
    @GetMapping(ENROLMENTS)
    public Page<PlaceBody> enrolled(
            @PathVariable String key,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.read(cursor, "");
        if (after.indexOf('\0') >= 0) {
            throw Cursor.invalid();
        }
        List<Place> rows = enrolments.list(promotion(key).key(), standing(state), after, Page.checked(limit) + 1);
        return Page.of(rows, limit, PlaceBody::of, place -> place.customer().value());
    }

    private static @Nullable Standing standing(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "held" -> Standing.HELD;
            case "withdrawn" -> Standing.WITHDRAWN;
            default -> throw Refusal.ofParameter("state", "It is held or withdrawn");
        };
    }

    /** 201 when a place was taken; 200 when the customer has one already, which stays as it is. */
    @PostMapping(ENROLMENTS)
    public ResponseEntity<PlaceBody> enrol(@PathVariable String key, @RequestBody EnrolAsked asked) {
        Promotion promotion = promotion(key);
        CustomerKey customer = customer(asked.customer());
        var by = Caller.current().because(Reasons.required(asked.reason()), Texts.link(asked.link()));
        Instant now = business.instant();
        if (!now.isBefore(promotion.until())) {
            throw Refusal.of(HttpStatus.CONFLICT, "PROMOTION_OVER", "It ended at " + promotion.until());
        }
        return switch (enrolments.enrol(customer, promotion, now, by)) {
            case Enrolled.Made(Place place) ->
                ResponseEntity.created(location(place)).body(PlaceBody.of(place));
            case Enrolled.Unchanged(Place place) -> ResponseEntity.ok(PlaceBody.of(place));
            case Enrolled.CustomerUnknown() -> throw Known.customerUnknown();
            case Enrolled.Full(long most) ->
                throw Refusal.of(HttpStatus.CONFLICT, "PROMOTION_FULL", "All of its " + most + " places are taken");
            case Enrolled.WithdrawnBefore(Place place) ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "WITHDRAWN_BEFORE",
                        "It had a place once, and a place is given once; an override can grant the same");
        };
    }

    /** Done twice it is as done once: one place is free again. */
    @DeleteMapping(ENROLMENTS + "/{customer}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void withdraw(
            @PathVariable String key,
            @PathVariable String customer,
            @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String reason) {
        if (reason == null) {
            throw Refusal.ofParameter(Reasons.HEADER, "Say why, in this header: it stands in the audit");
        }
        CustomerKey who = known.customer(customer);
        var by = Caller.current().because(Reasons.checked(reason));
        if (enrolments.withdraw(who, key, business.instant(), by) instanceof Withdrawn.NeverEnrolled) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "ENROLMENT_UNKNOWN", who + " has no place in this promotion");
        }
    }

    private CustomerKey customer(@Nullable String customer) {
        if (customer == null) {
            throw Refusal.ofBody("/customer", "Say which customer");
        }
        return CustomerKeys.of(customer).orElseThrow(Known::customerUnknown);
    }

    private Promotion promotion(String key) {
        Promotion promotion =
                known.anyModel().map(Model::promotions).map(all -> all.get(key)).orElse(null);
        if (promotion == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "PROMOTION_UNKNOWN", "The model has no such promotion");
        }
        return promotion;
    }

    private static URI location(Place place) {
        return UriComponentsBuilder.fromPath(ENROLMENTS + "/{customer}")
                .build(place.promotion(), place.customer().value());
    }
}
