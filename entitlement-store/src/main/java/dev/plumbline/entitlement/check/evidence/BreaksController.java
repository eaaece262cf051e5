package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.evidence.BreakDesk.Edited;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.EditNumber;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What does not fit, and what people say of it. */
@RestController
public class BreaksController {
    private static final Set<String> STATES = Set.of("open", "waived", "resolved");

    private static final String ME = "me";
    private static final String NOBODY = "-";

    private final Breaks breaks;
    private final BreakDesk desk;
    private final BreakReasons reasons;
    private final InstantSource business;

    BreaksController(Breaks breaks, BreakDesk desk, BreakReasons reasons, InstantSource businessClock) {
        this.breaks = breaks;
        this.desk = desk;
        this.reasons = reasons;
        this.business = businessClock;
    }

    /**
     * @param since opened then or later
     * @param run that told of it
     * @param assignee who has taken it upon themselves: a login, {@code me}, or {@code -} for nobody
     */
    @GetMapping("/v1/breaks")
    public Page<BreakBody> list(
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String side,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Long run,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Search.checkTexts(customer, type, assignee);
        Search.checkTimes(since);
        if (state != null && !STATES.contains(state)) {
            throw Refusal.ofParameter("state", "It is open, waived or resolved");
        }
        var filter = new Breaks.Filter(
                type,
                one(BreakType.Severity.class, "severity", severity),
                one(BreakType.Side.class, "side", side),
                customer,
                state,
                since,
                run,
                assignee(assignee));
        var rows = breaks.list(filter, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        return Page.of(rows, limit, row -> row, row -> Long.toString(row.id()));
    }

    /** Why a break may be as it is: the codes that a person may give, and those that runs give. Few, so all at once. */
    @GetMapping("/v1/breaks/reasons")
    public Page<BreakReasons.Reason> reasons() {
        return new Page<>(reasons.all(), null);
    }

    @GetMapping("/v1/breaks/{id}")
    public ResponseEntity<BreakBody> read(@PathVariable long id) {
        return breaks.find(id).map(BreaksController::shown).orElseThrow(() -> unknown(id));
    }

    @PatchMapping("/v1/breaks/{id}")
    public ResponseEntity<BreakBody> edit(
            @PathVariable long id,
            @RequestBody BreakEdit edit,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        String reason = edit.checkedReason();
        edit.check(business.instant());
        return switch (desk.edit(
                id, edit, EditNumber.expected(ifMatch), Caller.current().because(reason))) {
            case Edited.Done(BreakBody now) -> shown(now);
            case Edited.Unknown() -> throw unknown(id);
            case Edited.EditedMeanwhile(BreakBody current) ->
                throw Refusal.of(
                        HttpStatus.PRECONDITION_FAILED,
                        "EDITED_MEANWHILE",
                        "It was edited meanwhile: read it again, its ETag is " + EditNumber.tag(current.edit()));
            case Edited.ResolvedAlready(BreakBody current) ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "RESOLVED_ALREADY",
                        "It fits again since " + current.resolvedAt() + ": there is nothing to waive");
        };
    }

    private static @Nullable String assignee(@Nullable String given) {
        if (!ME.equals(given)) {
            return NOBODY.equals(given) ? "" : given;
        }
        Caller caller = Caller.current();
        Person person = caller.person();
        return person == null ? caller.name() : person.login();
    }

    private static ResponseEntity<BreakBody> shown(BreakBody body) {
        return ResponseEntity.ok()
                .eTag(EditNumber.tag(body.edit()))
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(body);
    }

    private static <E extends Enum<E>> @Nullable E one(Class<E> of, String parameter, @Nullable String given) {
        if (given == null) {
            return null;
        }
        return Arrays.stream(of.getEnumConstants())
                .filter(one -> one.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter(
                        parameter,
                        "It is one of "
                                + Arrays.stream(of.getEnumConstants())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .toList()));
    }

    private static Refusal unknown(long id) {
        return Refusal.of(HttpStatus.NOT_FOUND, "BREAK_UNKNOWN", "There is no break " + id);
    }
}
