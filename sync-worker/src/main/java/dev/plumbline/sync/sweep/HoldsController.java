package dev.plumbline.sync.sweep;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.sync.sweep.Holds.Hold;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Accounts that are held, for operators: nobody of them loses access for not being found until a person says so. */
@RestController
public class HoldsController {
    private final Holds holds;

    HoldsController(Holds holds) {
        this.holds = holds;
    }

    public record ReleaseBody(@Nullable String reason) {}

    @GetMapping("/v1/holds")
    public Page<Hold> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        return Page.of(
                holds.list(isOpen(state), Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1),
                limit,
                Function.identity(),
                hold -> Long.toString(hold.id()));
    }

    private static @Nullable Boolean isOpen(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "open" -> true;
            case "released" -> false;
            default -> throw Refusal.ofParameter("state", "It is open or released");
        };
    }

    /** Whoever was kept back is fetched again, and loses access if still not found. */
    @PostMapping("/v1/holds/{id}/release")
    public Hold release(@PathVariable long id, @RequestBody ReleaseBody body) {
        var by = new Author(Caller.current().name(), Reasons.required(body.reason()));
        boolean released = holds.release(id, by);
        Hold hold = holds.find(id)
                .orElseThrow(() -> Refusal.of(HttpStatus.NOT_FOUND, "HOLD_UNKNOWN", "There is no hold " + id));
        if (!released) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "HOLD_RELEASED",
                    hold.releasedBy()
                            + " released it already; if too many are missing still, a new one opens by itself");
        }
        return hold;
    }
}
