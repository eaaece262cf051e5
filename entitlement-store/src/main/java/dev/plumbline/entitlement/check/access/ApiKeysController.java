package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.check.http.Unrepeatable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys, for admins. The secret is in the answer to POST and never again. */
@RestController
class ApiKeysController {
    private static final int LONGEST_NAME = 100;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    /** Names that stand for ourselves in the audit. */
    private static final Set<String> RESERVED = Set.of("plumbline", "bootstrap");

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
    record NewKey(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable String person,
            @Nullable Instant expiresAt) {}

    @GetMapping("/v1/api-keys")
    Page<ApiKey> list() {
        return new Page<>(keys.list(), null);
    }

    @PostMapping("/v1/api-keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Unrepeatable
    IssuedKey issue(
            @RequestBody NewKey wanted,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        Caller caller = Caller.current();
        Person issuer = caller.person();
        ApiKeys.Issued issued = keys.issue(
                new ApiKeys.Wanted(
                        name(wanted.name()),
                        scopes(wanted.scopes()),
                        owner(wanted.person()),
                        expiry(wanted.expiresAt())),
                caller.because(Reasons.checked(reason)),
                issuer == null ? null : issuer.id());
        known.forget();
        return IssuedKey.of(issued);
    }

    @DeleteMapping("/v1/api-keys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            @PathVariable UUID id,
            @RequestHeader(name = Reasons.HEADER, defaultValue = Reasons.NONE_GIVEN) String reason) {
        if (!keys.revoke(id, Caller.current().because(Reasons.checked(reason)))) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "KEY_UNKNOWN", "There is no key with this id");
        }
        known.forget();
    }

    /** A key with its secret, shown this once. */
    record IssuedKey(
            UUID id,
            String name,
            String secret,
            String prefix,
            List<String> scopes,
            @Nullable String person,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        static IssuedKey of(ApiKeys.Issued issued) {
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
        return expiresAt;
    }
}
