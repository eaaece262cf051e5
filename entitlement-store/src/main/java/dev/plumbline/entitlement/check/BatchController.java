package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Many checks in one request. One that fails does not fail the others. */
@RestController
class BatchController {
    private static final int MOST = 10_000;

    private final Checks checks;

    BatchController(Checks checks) {
        this.checks = checks;
    }

    record Batch(@Nullable List<@Nullable Entry> checks) {}

    record Entry(
            @Nullable String customer,
            @Nullable String feature,
            @Nullable BigDecimal requested) {}

    /** @param checks in the order they were asked: a check's answer, or what was wrong */
    record Answers(List<Object> checks) {}

    /** What a check by itself would have answered as a problem. */
    record Failed(@Nullable String customer, @Nullable String feature, int status, String code, String detail) {}

    @PostMapping("/v1/checks")
    Answers check(@RequestBody Batch batch) {
        List<@Nullable Entry> entries = batch.checks();
        if (entries == null) {
            throw Refusal.ofBody("/checks", "It is required");
        }
        if (entries.size() > MOST) {
            throw Refusal.ofBody("/checks", "At most " + MOST + " checks fit into one request");
        }
        checks.prepare(entries.stream().flatMap(BatchController::customer).toList());
        checks.prepareUsage(entries.stream().flatMap(BatchController::pair));
        return new Answers(entries.stream().map(this::check).toList());
    }

    private static Stream<String> customer(@Nullable Entry entry) {
        return entry == null ? Stream.empty() : Stream.ofNullable(entry.customer());
    }

    private static Stream<Checks.Pair> pair(@Nullable Entry entry) {
        return entry == null || entry.customer() == null || entry.feature() == null
                ? Stream.empty()
                : Stream.of(new Checks.Pair(entry.customer(), entry.feature()));
    }

    private Object check(@Nullable Entry entry) {
        if (entry == null || entry.customer() == null || entry.feature() == null) {
            return failed(
                    entry, HttpStatus.BAD_REQUEST.value(), "INVALID_BODY", "A check names a customer and a feature");
        }
        if (entry.requested() != null && !Asked.isAmount(entry.requested())) {
            return failed(entry, HttpStatus.BAD_REQUEST.value(), "INVALID_BODY", "requested: " + Asked.AMOUNT);
        }
        Checked checked =
                checks.check(entry.customer(), entry.feature(), CheckQuery.PLAIN.requesting(entry.requested()));
        return checked instanceof Checked.Answered(CheckAnswer answer) ? answer : refused(entry, checked);
    }

    private static Failed refused(Entry entry, Checked checked) {
        Refusal refusal = Found.refusal(checked);
        return failed(
                entry,
                refusal.getStatusCode().value(),
                refusal.code(),
                String.valueOf(refusal.getBody().getDetail()));
    }

    private static Failed failed(@Nullable Entry entry, int status, String code, String detail) {
        return new Failed(
                entry == null ? null : entry.customer(), entry == null ? null : entry.feature(), status, code, detail);
    }
}
