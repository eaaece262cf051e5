package dev.plumbline.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Urgency;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.sync.pass.ApplyUnit;
import dev.plumbline.sync.pass.Belief;
import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Lane;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkList;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the writer path relies on. The simulation's store and PostgreSQL both keep it, or the simulation proves nothing. */
class StoreContractTest {
    private static final BillingAccount ACCOUNT = new BillingAccount(Provider.STRIPE, "default");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Lane LIVE = new Lane(ACCOUNT, Urgency.LIVE);
    private static final Lane BACKFILL = new Lane(ACCOUNT, Urgency.BACKFILL);

    @Nested
    class InMemory extends Contract {
        private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
        private final Storage store =
                new InMemoryStorage(clock, new Hazards(1, clock, new Tally()), Catalogs.models(), Broken.NOTHING);

        @Override
        WorkList work() {
            return store.work();
        }

        @Override
        ApplyUnit.Units units() {
            return store.units();
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class InPostgres extends Contract {
        private RunningPlumbline plumbline;

        @BeforeAll
        void start() {
            // Nobody else claims: the pass route does not run.
            plumbline = RunningPlumbline.start(options -> options.with("plumbline.roles", "ingest,serve"));
        }

        @AfterAll
        void stop() {
            plumbline.close();
        }

        @Override
        WorkList work() {
            return plumbline.bean(WorkList.class);
        }

        @Override
        ApplyUnit.Units units() {
            return plumbline.bean(ApplyUnit.Units.class);
        }
    }

    abstract static class Contract {
        abstract WorkList work();

        abstract ApplyUnit.Units units();

        @Test
        @DisplayName("A marked subject is claimed once; fences grow")
        void claimsOnce() {
            Subject subject = subject("cus_once");
            long mark = work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            assertThat(claim.seen()).isEqualTo(mark);
            assertThat(claims()).isEmpty();
            applied(claim);
            work().mark(subject, Claim.Cause.EVENT);
            assertThat(claim(subject).fence()).isGreaterThan(claim.fence());
        }

        @Test
        @DisplayName("F-12 a mark that came during the fetch stays: dirty is cleared only if it is still the one seen")
        void keepsANewerMark() {
            Subject subject = subject("cus_newer");
            work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            long newer = work().mark(subject, Claim.Cause.EVENT);
            applied(claim);
            assertThat(claim(subject).seen()).isEqualTo(newer);
        }

        @Test
        @DisplayName("A clean subject is not due; the applied mark is known")
        void isCleanAfterwards() {
            Subject subject = subject("cus_clean");
            long mark = work().mark(subject, Claim.Cause.REFRESH);
            applied(claim(subject));
            assertThat(claims()).isEmpty();
            assertThat(work().appliedMark(subject)).isEqualTo(mark);
        }

        @Test
        @DisplayName("F-11 the applied fence is remembered: an older claim can be told")
        void remembersTheAppliedFence() {
            Subject subject = subject("cus_fence");
            work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            applied(claim);
            long fence = units().inOneTransaction(unit -> unit.lock(subject).appliedFence());
            assertThat(fence).isEqualTo(claim.fence());
        }

        @Test
        @DisplayName(
                "A lease that was given back is not renewed: a renewal just after the apply would hold the subject for nobody")
        void renewsNothingThatWasGivenBack() {
            Subject subject = subject("cus_renew");
            work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            assertThat(work().renew(claim, LEASE)).isTrue();
            work().mark(subject, Claim.Cause.EVENT);
            applied(claim);
            assertThat(work().renew(claim, LEASE)).isFalse();
            applied(claim(subject));
        }

        @Test
        @DisplayName("F-29 a quarantined subject is left alone until there is new input")
        void setsAsideUntilSomethingNew() {
            Subject subject = subject("cus_poison");
            work().mark(subject, Claim.Cause.EVENT);
            work().quarantine(claim(subject), "test");
            assertThat(claims()).isEmpty();
            work().mark(subject, Claim.Cause.REPLAY);
            applied(claim(subject));
        }

        @Test
        @DisplayName("A failed look waits, and the lease is free")
        void waitsAfterAFailure() {
            Subject subject = subject("cus_retry");
            work().mark(subject, Claim.Cause.EVENT);
            work().retry(claim(subject), Duration.ofHours(1), "test");
            assertThat(claims()).isEmpty();
            work().mark(subject, Claim.Cause.REFRESH);
            Claim again = claim(subject);
            applied(again);
        }

        @Test
        @DisplayName("An event stays the cause until it is answered, whoever asks meanwhile")
        void remembersTheEvent() {
            Subject subject = subject("cus_cause");
            work().mark(subject, Claim.Cause.EVENT);
            work().mark(subject, Claim.Cause.REFRESH);
            Claim claim = claim(subject);
            assertThat(claim.cause()).isEqualTo(Claim.Cause.EVENT);
            applied(claim);
            work().mark(subject, Claim.Cause.SWEEP);
            Claim next = claim(subject);
            assertThat(next.cause()).isEqualTo(Claim.Cause.SWEEP);
            applied(next);
        }

        @Test
        @DisplayName("What settles comes later, unless something is new already")
        void settlesOnlyWhatIsClean() {
            Subject subject = subject("cus_settle");
            work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            applied(claim);
            units().inOneTransaction(unit -> {
                unit.lock(subject);
                unit.settleAfter(claim, Duration.ofHours(1));
                return true;
            });
            assertThat(claims()).isEmpty();
            long mark = work().mark(subject, Claim.Cause.EVENT);
            units().inOneTransaction(unit -> {
                unit.lock(subject);
                unit.settleAfter(claim, Duration.ofHours(1));
                return true;
            });
            Claim next = claim(subject);
            assertThat(next.seen()).isEqualTo(mark);
            assertThat(next.cause()).isEqualTo(Claim.Cause.EVENT);
            applied(next);
        }

        @Test
        @DisplayName("What was doubted comes later, unless something is new: that comes at once")
        void doubtDoesNotDelayNews() {
            Subject subject = subject("cus_doubt");
            work().mark(subject, Claim.Cause.EVENT);
            doubted(claim(subject));
            assertThat(claims()).isEmpty();
            work().mark(subject, Claim.Cause.EVENT);
            Claim second = claim(subject);
            work().mark(subject, Claim.Cause.EVENT);
            doubted(second);
            applied(claim(subject));
        }

        private void doubted(Claim claim) {
            units().inOneTransaction(unit -> {
                unit.lock(claim.subject());
                unit.lookAgain(claim, new Belief.LookAgain("test", Duration.ofHours(1), null));
                return true;
            });
        }

        @Test
        @DisplayName("What an apply wrote is gone when it does not end well")
        void takesBackWhatDidNotEndWell() {
            Subject subject = subject("cus_back");
            work().mark(subject, Claim.Cause.EVENT);
            Claim claim = claim(subject);
            assertThatIllegalStateException()
                    .isThrownBy(() -> units().inOneTransaction(unit -> {
                        unit.lock(subject);
                        unit.keep(
                                new BillingSnapshot(subject.ref(), false, "Nobody", null, List.of()),
                                Instant.parse("2026-03-01T10:00:00Z"));
                        unit.applied(claim, false);
                        throw new IllegalStateException("simulated");
                    }));
            BillingSnapshot known = units().inOneTransaction(unit -> Optional.ofNullable(unit.known(subject.ref())))
                    .orElse(null);
            assertThat(known).isNull();
            assertThat(work().appliedMark(subject)).isZero();
            applied(claim);
        }

        @Test
        @DisplayName("An object's customer becomes due, the object does not any more")
        void findsTheCustomerOfAnObject() {
            var object = new Subject(ACCOUNT, "charge", "ch_1");
            work().mark(object, Claim.Cause.EVENT);
            Claim claim = claim(object);
            work().found(claim, Optional.of(new ProviderCustomer(ACCOUNT, "cus_found")));
            applied(claim(subject("cus_found")));
        }

        @Test
        @DisplayName("F-63 live and backfill are lanes apart, and a sweep does not make a waiting customer wait longer")
        void keepsLanesApart() {
            Map<Claim.Cause, Subject> marked = new EnumMap<>(Claim.Cause.class);
            for (Claim.Cause cause : Claim.Cause.values()) {
                marked.put(cause, subject("cus_lane_" + cause.key()));
                work().mark(subject("cus_lane_" + cause.key()), cause);
                if (cause.isLive()) {
                    work().mark(subject("cus_lane_" + cause.key()), Claim.Cause.SWEEP);
                }
            }
            assertThat(work().lanesWithWork(List.of(ACCOUNT))).containsExactlyInAnyOrder(LIVE, BACKFILL);
            assertThat(work().lanesWithWork(List.of(new BillingAccount(Provider.STRIPE, "other"))))
                    .isEmpty();
            List<Claim> backfill = work().claim(BACKFILL, 100, LEASE);
            List<Claim> live = work().claim(LIVE, 100, LEASE);
            assertThat(backfill)
                    .extracting(Claim::subject)
                    .containsExactlyInAnyOrder(
                            marked.remove(Claim.Cause.SWEEP),
                            marked.remove(Claim.Cause.CATALOGUE),
                            marked.remove(Claim.Cause.RECONCILE));
            assertThat(live).extracting(Claim::subject).containsExactlyInAnyOrderElementsOf(marked.values());
            assertThat(work().lanesWithWork(List.of(ACCOUNT))).isEmpty();
            backfill.forEach(this::applied);
            live.forEach(this::applied);
        }

        @Test
        @DisplayName("What fails because the provider is down is not counted against the subject")
        void countsOnlyFaults() {
            Subject subject = subject("cus_faults");
            work().mark(subject, Claim.Cause.EVENT);
            work().retry(claim(subject), Duration.ZERO, "the breaker is open");
            work().retryFault(claim(subject), Duration.ZERO, "poison");
            Claim third = claim(subject);
            assertThat(third.attempts()).isEqualTo(2);
            assertThat(third.faults()).isEqualTo(1);
            applied(third);
        }

        private List<Claim> claims() {
            return Stream.of(LIVE, BACKFILL)
                    .flatMap(lane -> work().claim(lane, 100, LEASE).stream())
                    .toList();
        }

        /** The only one that is due. */
        private Claim claim(Subject expected) {
            var claims = claims();
            assertThat(claims).extracting(Claim::subject).containsExactly(expected);
            return claims.getFirst();
        }

        private void applied(Claim claim) {
            units().inOneTransaction(unit -> {
                unit.lock(claim.subject());
                unit.keep(BillingSnapshot.tombstone(claim.subject().ref()), Instant.parse("2026-03-01T10:00:00Z"));
                unit.applied(claim, false);
                return true;
            });
        }

        private static Subject subject(String id) {
            return new Subject(ACCOUNT, Subject.CUSTOMER, id);
        }
    }
}
