package dev.plumbline.sync.reconcile.api;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.reconcile.ReconciliationRun.Mode;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.setup.Sent;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Comparing an account with its billing system: asked for, watched while it runs, stopped, released by a second person. */
@RestController
public class ReconciliationsController {
    private static final Set<String> STATUS = Set.of("PENDING", "RUNNING", "HELD", "COMPLETED", "FAILED", "STOPPED");
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2200, 1, 1);

    private final Requests requests;
    private final RunList runs;
    private final BillingAccounts accounts;
    private final RunSettings settings;
    private final InstantSource clock;
    private final HoldRelease releasing;

    ReconciliationsController(
            Requests requests,
            RunList runs,
            BillingAccounts accounts,
            RunSettings settings,
            InstantSource businessClock,
            HoldRelease releasing) {
        this.releasing = releasing;
        this.requests = requests;
        this.runs = runs;
        this.accounts = accounts;
        this.settings = settings;
        this.clock = businessClock;
    }

    /**
     * @param provider may be left out, as may the account, when there is only one
     *
     * @param mode report: nothing is changed; repair: what differs is applied, within the guard
     *
     * @param businessDate the day that it is for; today when it is left out
     *
     * @param reason why; optional
     */
    public record StartAsked(
            @Nullable String provider,
            @Nullable String account,
            @Nullable String mode,
            @Nullable LocalDate businessDate,
            @Nullable String reason) {}

    /** @param reason why: it stays in the audit */
    public record Because(@Nullable String reason) {}

    @PostMapping("/v1/reconciliations")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ShownRun start(@RequestBody StartAsked asked) {
        BillingAccount account = account(asked);
        Mode mode = mode(asked.mode());
        LocalDate date = asked.businessDate() == null
                ? LocalDate.ofInstant(clock.instant(), settings.zone())
                : asked.businessDate();
        if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
            throw Refusal.ofBody("/businessDate", "It lies between " + EARLIEST + " and " + LATEST);
        }
        String reason = given(asked.reason());
        long id = requests.start(account, mode, date, Caller.current(), reason).orElseThrow(() -> open(account));
        requests.wake();
        return found(id);
    }

    /** An application may leave it out; what it sends says something. */
    private static String given(@Nullable String reason) {
        return reason == null ? Reasons.NONE_GIVEN : Reasons.required(reason);
    }

    private Refusal open(BillingAccount account) {
        Long running = requests.open(account).orElse(null);
        Refusal refusal = Refusal.of(
                HttpStatus.CONFLICT,
                "RECONCILIATION_RUNNING",
                "A run of " + account + " is open: watch or stop it first, GET /v1/reconciliations/"
                        + (running == null ? "" : running));
        return running == null ? refusal : refusal.set("id", running).set("running", running);
    }

    private BillingAccount account(StartAsked asked) {
        List<BillingAccount> fitting = accounts.all().stream()
                .filter(one -> asked.provider() == null
                        || one.provider().key().equals(asked.provider().toLowerCase(Locale.ROOT)))
                .filter(one -> asked.account() == null
                        || one.name().equals(asked.account().toLowerCase(Locale.ROOT)))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (fitting.isEmpty()) {
            throw Refusal.of(
                    HttpStatus.NOT_FOUND,
                    "ACCOUNT_UNKNOWN",
                    "No such account is connected; there are " + accounts.all());
        }
        return fitting.stream()
                .filter(one -> asked.account() == null && one.equals(new BillingAccount(Provider.STRIPE, "default")))
                .findFirst()
                .orElseThrow(() -> Refusal.ofBody("/account", "Say which one; there are " + fitting));
    }

    private static Mode mode(@Nullable String key) {
        return Arrays.stream(Mode.values())
                .filter(mode -> mode.key().equals(key))
                .findFirst()
                .orElseThrow(() -> Refusal.ofBody("/mode", "It is report (changes nothing) or repair"));
    }

    @GetMapping("/v1/reconciliations")
    public Page<ShownRun> list(
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        String wanted = status == null ? null : status.toUpperCase(Locale.ROOT);
        if (wanted != null && !STATUS.contains(wanted)) {
            throw Refusal.ofParameter(
                    "status", "It is one of " + STATUS.stream().sorted().toList());
        }
        return Page.of(
                runs.list(
                        Sent.checked("provider", provider),
                        Sent.checked("account", account),
                        wanted,
                        Cursor.readNumber(cursor, Long.MAX_VALUE),
                        Page.checked(limit) + 1),
                limit,
                Function.identity(),
                run -> Long.toString(run.id()));
    }

    @GetMapping("/v1/reconciliations/{id}")
    public ShownRun one(@PathVariable long id) {
        return found(id);
    }

    @PostMapping("/v1/reconciliations/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ShownRun stop(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        String reason = given(because == null ? null : because.reason());
        found(id);
        if (!requests.stop(id, Caller.current(), reason)) {
            throw Refusal.of(HttpStatus.CONFLICT, "RECONCILIATION_ENDED", "Run " + id + " has come to its end already");
        }
        return found(id);
    }

    /** Of one that was stopped, or failed: it goes on where it ended. */
    @PostMapping("/v1/reconciliations/{id}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ShownRun resume(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        String reason = given(because == null ? null : because.reason());
        found(id);
        requests.overtakenBy(id).ifPresent(later -> {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "RECONCILIATION_OVERTAKEN",
                    "The report of run " + later + " goes on from what this one had told: ask for a new run");
        });
        if (!unlessOpen(id, () -> requests.resume(id, Caller.current(), reason))) {
            throw Refusal.of(
                    HttpStatus.CONFLICT, "RECONCILIATION_NOT_STOPPED", "Only a run that was stopped or failed goes on");
        }
        requests.wake();
        return found(id);
    }

    /**
     * By another person than the one who asked for the run; of one that began by itself the first person asks and a second one
     * approves. Everything is fetched afresh.
     */
    @PostMapping("/v1/reconciliations/{id}/release")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ShownRun release(@PathVariable long id, @RequestBody(required = false) @Nullable Because because) {
        ShownRun run = found(id);
        if (!run.status().equals("HELD")) {
            throw Refusal.of(HttpStatus.CONFLICT, "RECONCILIATION_NOT_HELD", "Run " + id + " is " + run.status());
        }
        releasing.release(id, Caller.current(), because == null ? null : because.reason());
        return found(id);
    }

    private boolean unlessOpen(long id, BooleanSupplier asked) {
        try {
            return asked.getAsBoolean();
        } catch (DuplicateKeyException another) {
            ShownRun run = found(id);
            throw open(new BillingAccount(Provider.of(run.provider()).orElseThrow(), run.account()));
        }
    }

    private ShownRun found(long id) {
        return runs.find(id)
                .orElseThrow(() ->
                        Refusal.of(HttpStatus.NOT_FOUND, "RECONCILIATION_UNKNOWN", "There is no reconciliation " + id));
    }
}
