package dev.plumbline.sync.pull;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.BillingConnector;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCatalogue;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.setup.BillingAccounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A first draft of a catalog from what an account sells. Reads the billing system, writes nothing anywhere. */
@RestController
class PullController {
    /** How many prices the file maps that no published model does. */
    static final String ADDED = "Plumbline-Added-Prices";

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final BillingAccounts accounts;
    private final Models models;
    private final BoundKeys keys;
    private final InstantSource businessClock;

    PullController(BillingAccounts accounts, Models models, BoundKeys keys, InstantSource businessClock) {
        this.accounts = accounts;
        this.models = models;
        this.keys = keys;
        this.businessClock = businessClock;
    }

    /** @param account {@code default} when not said */
    record PullBody(@Nullable String provider, @Nullable String account) {}

    @PostMapping("/v1/catalog/pull")
    ResponseEntity<String> pull(@RequestBody PullBody body) {
        BillingConnector connector = connector(body);
        ProviderCatalogue catalogue;
        try {
            catalogue = connector.catalogue();
        } catch (BillingUnavailable unavailable) {
            throw unavailable(connector.account(), unavailable);
        }
        return switch (Pulling.pull(
                connector.account(),
                catalogue,
                models.newest().orElse(null),
                keys.of(connector.account()),
                businessClock.instant())) {
            case Pulled.Drafted(var yaml, var added) ->
                ResponseEntity.ok()
                        .contentType(YAML)
                        .cacheControl(CacheControl.noStore())
                        .header(ADDED, Long.toString(added))
                        .body(yaml);
            case Pulled.NoPlace(var section) ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "NO_PLACE_TO_ADD",
                        "The published catalog has no place to add to its " + section + ": write " + section
                                + " over several lines, indented, one entry below the other, publish that, and pull again");
            case Pulled.TooMuch(var prices) ->
                throw Refusal.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "TOO_LARGE",
                        prices
                                + " prices make a file beyond 4 MiB; archive what was never sold, or write the catalog by"
                                + " product: one mapping { product: … } covers all prices of a product");
        };
    }

    private BillingConnector connector(PullBody body) {
        if (body.provider() == null || body.provider().isBlank()) {
            throw Refusal.ofBody("/provider", "Name the billing system, for example stripe");
        }
        String account = body.account() == null ? "default" : body.account();
        return accounts.all().stream()
                .filter(known -> known.provider().key().equals(body.provider())
                        && known.name().equals(account))
                .findFirst()
                .flatMap(accounts::connector)
                .orElseThrow(this::unknown);
    }

    private Refusal unknown() {
        String known = accounts.all().stream().map(BillingAccount::toString).collect(Collectors.joining(", "));
        return Refusal.of(
                HttpStatus.NOT_FOUND,
                "ACCOUNT_UNKNOWN",
                known.isEmpty()
                        ? "No billing account is configured; set PLUMBLINE_" + Provider.STRIPE.name()
                                + "_<ACCOUNT>_API_KEY and start again"
                        : "There is no such billing account; the configured ones are " + known);
    }

    private static Refusal unavailable(BillingAccount account, BillingUnavailable why) {
        boolean needsAPerson = why.reason() == BillingUnavailable.Cause.KEY_REFUSED;
        var refusal = Refusal.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "BILLING_UNAVAILABLE",
                        account + " gave no answer that can be trusted: " + why.getMessage()
                                + (needsAPerson
                                        ? "; its key must be of the right mode and may read products and prices"
                                        : "; try again soon"))
                .set("cause", why.reason().name());
        Duration wait = why.retryAfter() == null ? SOON : why.retryAfter();
        return needsAPerson
                ? refusal
                : refusal.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    }
}
