package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.access.ApiKeys.Maker;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.check.http.Unrepeatable;
import dev.plumbline.entitlement.record.Author;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys, for admins. The secret is in the answer to POST and never again. */
@RestController
public class ApiKeysController {
    private static final int LONGEST_NAME = 100;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    /** Names that stand for ourselves in the audit. */
    private static final Set<String> RESERVED = Set.of("plumbline", "bootstrap");

    /** For how long the old key works beside the new one when nobody says. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final Set<String> STATES = Set.of("active", "expired", "revoked", "resting");

    private final ApiKeys keys;
    private final KnownKeys known;
    private final KnownPeople people;
    private final InstantSource time;

    ApiKeysController(ApiKeys keys, KnownKeys known, KnownPeople people, InstantSource realTime) {
        this.keys = keys;
        this.people = people;
        this.known = known;
        this.time = realTime;
    }

    /** @param person whose key it is to be, by their login; it never may more than they. Left out for an application's */
    public record NewKey(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable String person,
            @Nullable Instant expiresAt) {}

    /**
     * @param overlap for how long the old key works on; a day when it is left out, at once nothing with {@code PT0S}
     * @param expiresAt of the new one; left out, it lives as long as the old one was to
     */
    public record Rotation(
            @Nullable Duration overlap, @Nullable Instant expiresAt) {}

    /**
     * @param q part of the name, or how the secret goes on after its {@code plk_}
     * @param state active, expired, revoked, or resting: its person is disabled
     * @param endingBefore active ones that expire before then
     */
    @GetMapping("/v1/api-keys")
    public Page<ApiKey> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable Instant endingBefore,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (state != null && !STATES.contains(state)) {
            throw Refusal.ofParameter("state", "It is active, expired, revoked or resting");
        }
        if (q != null && Secret.looksLikeOne(q)) {
            throw Refusal.ofParameter("q", "No secret stands in an address: search by the six characters after plk_");
        }
        var filter = new ApiKeys.Filter(
                Texts.sought("q", q),
                state,
                Texts.sought("person", person),
                Instants.ofParameter("endingBefore", endingBefore));
        return Page.of(
                keys.list(filter, position(cursor), Page.checked(limit) + 1),
                limit,
                Function.identity(),
                key -> key.id().toString());
    }

    @GetMapping("/v1/api-keys/{id}")
    public ApiKey one(@PathVariable UUID id) {
        return keys.find(id).orElseThrow(ApiKeysController::unknown);
    }

    @PostMapping("/v1/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Unrepeatable
    public IssuedKey issue(
            @RequestBody NewKey wanted,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        Caller caller = Caller.current();
        ApiKeys.Issued issued = keys.issue(
                new ApiKeys.Wanted(
                        name(wanted.name()),
                        scopes(wanted.scopes()),
                        owner(wanted.person()),
                        expiry(wanted.expiresAt()),
                        null),
                caller.because(Reasons.checked(reason)),
                Maker.of(caller));
        known.forget();
        return IssuedKey.of(issued);
    }

    /** Another one with the same name, scopes and person. Both work until the overlap ends; the old one then stops by itself. */
    @PostMapping("/v1/api-keys/{id}/rotate")
    @ResponseStatus(HttpStatus.CREATED)
    @Unrepeatable
    public IssuedKey rotate(
            @PathVariable UUID id,
            @RequestBody Rotation rotation,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        Caller caller = Caller.current();
        Author by = caller.because(Reasons.checked(reason));
        ApiKey old = one(id);
        if (!old.state().equals("active")) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "KEY_NOT_IN_FORCE", "It is " + old.state() + ": make a new one instead");
        }
        Instant now = time.instant();
        Instant expires = old.expiresAt();
        Instant next = expires == null ? null : now.plus(Duration.between(old.createdAt(), expires));
        ApiKeys.Issued issued = keys.rotate(
                old,
                new ApiKeys.Wanted(
                        old.name(),
                        scopes(old.scopes()),
                        owner(old.person()),
                        rotation.expiresAt() == null ? next : expiry(rotation.expiresAt()),
                        old.id()),
                now.plus(overlap(rotation.overlap())),
                by,
                Maker.of(caller));
        known.forget();
        return IssuedKey.of(issued);
    }

    @DeleteMapping("/v1/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void revoke(
            @PathVariable UUID id,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        if (!keys.revoke(id, Caller.current().because(Reasons.checked(reason)))) {
            throw unknown();
        }
        known.forget();
    }

    /** A key with its secret, shown this once. */
    public record IssuedKey(
            UUID id,
            String name,
            String secret,
            String prefix,
            List<String> scopes,
            @Nullable String person,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        private static IssuedKey of(ApiKeys.Issued issued) {
            ApiKey key = issued.key();
            return new IssuedKey(
                    key.id(),
                    key.name(),
                    issued.secret(),
                    key.prefix(),
                    key.scopes(),
                    key.person(),
                    key.createdAt(),
                    key.expiresAt());
        }
    }

    private static @Nullable UUID position(@Nullable String cursor) {
        try {
            return cursor == null ? null : UUID.fromString(Cursor.read(cursor, ""));
        } catch (IllegalArgumentException notOurs) {
            throw Cursor.invalid();
        }
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "KEY_UNKNOWN", "There is no key with this id");
    }

    private static Duration overlap(@Nullable Duration given) {
        Duration overlap = given == null ? OVERLAP : given;
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Refusal.ofBody(
                    "/overlap", "It is between PT0S and P" + LONGEST_OVERLAP.toDays() + "D; PT0S ends the old key now");
        }
        return overlap;
    }

    private @Nullable UUID owner(@Nullable String login) {
        return login == null
                ? null
                : people.byLogin(login)
                        .map(Person::id)
                        .orElseThrow(() -> Refusal.ofBody("/person", "Nobody who may log in has this login"));
    }

    private static String name(@Nullable String given) {
        String name = Texts.name("/name", given, LONGEST_NAME);
        if (name == null || RESERVED.contains(name)) {
            throw Refusal.ofBody(
                    "/name", "A key has a name of 1 to " + LONGEST_NAME + " characters, none of " + RESERVED);
        }
        return name;
    }

    private static Set<Scope> scopes(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            throw Refusal.ofBody("/scopes", "A key has at least one scope");
        }
        var scopes = EnumSet.noneOf(Scope.class);
        for (int i = 0; i < names.size(); i++) {
            String at = "/scopes/" + i;
            scopes.add(Scope.of(String.valueOf(names.get(i)))
                    .orElseThrow(() -> Refusal.ofBody(at, "A scope is check, usage, read, write, finance or admin")));
        }
        return scopes;
    }

    private @Nullable Instant expiry(@Nullable Instant expiresAt) {
        if (expiresAt != null && expiresAt.isAfter(LAST)) {
            throw Refusal.ofBody("/expiresAt", "The last there is: " + LAST + "; without it the key does not expire");
        }
        if (expiresAt != null && !expiresAt.isAfter(time.instant())) {
            throw Refusal.ofBody("/expiresAt", "It lies in the past");
        }
        return Instants.ofBody("/expiresAt", expiresAt);
    }
}
