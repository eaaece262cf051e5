package dev.plumbline.sync.demo;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Person;
import dev.plumbline.entitlement.check.access.PersonRole;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.people.People;
import dev.plumbline.sync.period.PeriodView;
import dev.plumbline.sync.period.PeriodsController;
import dev.plumbline.sync.period.PeriodsController.StepBody;
import dev.plumbline.sync.setup.BackgroundLoop;
import dev.plumbline.sync.setup.Looping;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * The demo company's last month, closed as finance closes one: its preparer prepares, its reviewer reviews and locks. Once in the
 * life of a demo; a month that somebody has done anything with is theirs.
 */
@Component
@ConditionalOnProperty("plumbline.demo")
class DemoPeriod implements Looping {
    private static final Logger LOG = LoggerFactory.getLogger(DemoPeriod.class);

    private final PeriodsController periods;
    private final People people;
    private final KnownPeople known;
    private final InstantSource realTime;
    private final BackgroundLoop loop = new BackgroundLoop("demo-period", Duration.ofSeconds(2), this::round);
    private boolean done;

    DemoPeriod(PeriodsController periods, People people, KnownPeople known, InstantSource realTime) {
        this.periods = periods;
        this.people = people;
        this.known = known;
        this.realTime = realTime;
    }

    private boolean round() {
        if (!done) {
            Optional<Caller> preparer = person(PersonRole.FINANCE_PREPARER);
            Optional<Caller> reviewer = person(PersonRole.FINANCE_REVIEWER);
            if (preparer.isPresent() && reviewer.isPresent()) {
                goOn(preparer.get(), reviewer.get());
            }
        }
        return false;
    }

    private void goOn(Caller preparer, Caller reviewer) {
        List<PeriodView> over = as(preparer, () -> periods.list(null, 12)).data().stream()
                .filter(PeriodView::over)
                .toList();
        if (over.isEmpty()) {
            return; // nothing was compared in it yet
        }
        PeriodView last = over.getFirst();
        done = true;
        if (!last.state().equals("open")) {
            return;
        }
        String month = last.period();
        try {
            as(
                    preparer,
                    () -> periods.prepare(
                            month,
                            because(
                                    "The demo: these breaks were planted; each is open, and they go on into the next month")));
            as(reviewer, () -> periods.review(month, because("The demo: the roll-forward ties, the items add up")));
            as(reviewer, () -> periods.lock(month, because("The demo: signed as it is")));
            LOG.info("Period {} of the demo company is prepared, reviewed and locked", month);
        } catch (Refusal refused) {
            LOG.info("Period {} of the demo company stays as it is: {}", month, refused.code());
        }
    }

    private static StepBody because(String reason) {
        return new StepBody(reason, null, null);
    }

    private Optional<Caller> person(PersonRole role) {
        return people.find(role.key())
                .flatMap(one -> known.stillIn(UUID.fromString(one.id()), realTime.instant()))
                .map((Person one) -> Caller.of(one));
    }

    /** As if they had logged in and pressed the button. */
    private static <T> T as(Caller caller, Supplier<T> work) {
        SecurityContextHolder.getContext()
                .setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", List.of()));
        try {
            return work.get();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Override
    public List<BackgroundLoop> loops() {
        return List.of(loop);
    }
}
