package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.record.Answers;
import dev.plumbline.entitlement.record.Customers;
import dev.plumbline.entitlement.record.Links;
import dev.plumbline.entitlement.record.StoredAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Fetch now: a customer comes back from checkout before the webhook does, and must find what was bought (case F-13). The same
 * pass as for a webhook; the caller waits until it is applied.
 */
@RestController
public class RefreshController {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Customers customers;
    private final Links links;
    private final Answers answers;
    private final WorkList work;

    RefreshController(Customers customers, Links links, Answers answers, WorkList work) {
        this.customers = customers;
        this.links = links;
        this.answers = answers;
        this.work = work;
    }

    /**
     * @param applied every billing system was asked and its answer applied within the wait
     *
     * @param version of the answer now
     */
    public record Refreshed(
            String customer,
            long version,
            boolean applied,
            @Nullable Instant recorded) {}

    @PostMapping("/v1/customers/{customer}/refresh")
    public Refreshed refresh(
            @PathVariable CustomerKey customer, @RequestParam(name = "wait", defaultValue = "0s") String waiting)
            throws InterruptedException {
        if (customers.find(customer).isEmpty()) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "CUSTOMER_UNKNOWN", "There is no customer " + customer);
        }
        Duration wait = duration(waiting);
        if (wait.isNegative() || wait.compareTo(LONGEST) > 0) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "WAIT_OUT_OF_RANGE", "wait is 0s to " + LONGEST.toSeconds() + "s");
        }
        List<Marked> marked = links.of(customer).stream()
                .map(link -> subject(
                        link.subject().provider(),
                        link.subject().account(),
                        link.subject().id()))
                .map(subject -> new Marked(subject, work.mark(subject, Claim.Cause.REFRESH)))
                .toList();
        boolean applied = await(marked, wait);
        StoredAnswer answer = answers.current(customer).orElse(null);
        return new Refreshed(
                customer.value(),
                answer == null ? 0 : answer.version(),
                applied,
                answer == null ? null : answer.recorded());
    }

    /** {@code 5s} as well as {@code PT5S}. */
    private static Duration duration(String text) {
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException notOne) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "WAIT_MALFORMED", "wait is a duration such as 5s or PT5S");
        }
    }

    private record Marked(Subject subject, long number) {}

    private boolean await(List<Marked> marked, Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        while (!marked.stream().allMatch(mark -> work.appliedMark(mark.subject()) >= mark.number())) {
            if (System.nanoTime() >= until) {
                return false;
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return true;
    }

    private static Subject subject(String provider, String account, String id) {
        return new Subject(
                new BillingAccount(
                        Provider.of(provider)
                                .orElseThrow(() -> Refusal.of(
                                        HttpStatus.CONFLICT,
                                        "PROVIDER_UNKNOWN",
                                        "There is no connector for " + provider)),
                        account),
                Subject.CUSTOMER,
                id);
    }
}
