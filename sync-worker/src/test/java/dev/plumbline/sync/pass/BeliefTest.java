package dev.plumbline.sync.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Fetched;
import dev.plumbline.connectors.Provider;
import dev.plumbline.connectors.ProviderCustomer;
import dev.plumbline.connectors.Snapshot;
import dev.plumbline.connectors.Subscription;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Absence is never evidence alone, and what has ended stays ended (02, sync, 3 and 4). */
class BeliefTest {
    private static final ProviderCustomer ACME =
            new ProviderCustomer(new BillingAccount(Provider.STRIPE, "default"), "cus_acme");
    private static final Snapshot EMPTY = new Snapshot(ACME, "Acme", "DK", List.of());
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    @DisplayName("F-8 deleted is a fact")
    void believesADeletion() {
        assertThat(belief(gone(Fetched.Evidence.DELETED), false, NOON, known(Subscription.Status.ACTIVE), null))
                .isEqualTo(new Belief.Believed(
                        BillingSnapshot.tombstone(Subject.of(ACME).ref())));
    }

    @Test
    @DisplayName("F-8 not found counts only with a proven key and a second look a minute later")
    void doubtsAnAbsence() {
        Fetched missing = gone(Fetched.Evidence.NOT_FOUND);
        BillingSnapshot known = known(Subscription.Status.ACTIVE);
        assertThat(belief(missing, true, NOON, known, null)).isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(missing, true, NOON.plusSeconds(59), known, NOON)).isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(missing, true, NOON.plusSeconds(60), known, NOON)).isInstanceOf(Belief.Believed.class);
        assertThat(belief(missing, false, NOON.plusSeconds(60), known, NOON)).isInstanceOf(Belief.LookAgain.class);
    }

    @Test
    @DisplayName(
            "A stranger that is not found is looked for again, too: a wrong key finds nobody; who is gone already stays gone")
    void doubtsTheAbsenceOfAStranger() {
        Fetched missing = gone(Fetched.Evidence.NOT_FOUND);
        assertThat(belief(missing, false, NOON, null, null)).isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(missing, true, NOON.plusSeconds(60), null, NOON)).isInstanceOf(Belief.Believed.class);
        BillingSnapshot tombstone = BillingSnapshot.tombstone(Subject.of(ACME).ref());
        assertThat(belief(missing, false, NOON, tombstone, null)).isInstanceOf(Belief.Believed.class);
    }

    @Test
    @DisplayName("F-5 what has ended and is shown as running was read from a stale copy")
    void doubtsAResurrection() {
        assertThat(belief(present(Subscription.Status.ACTIVE), false, NOON, known(Subscription.Status.CANCELED), null))
                .isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(present(Subscription.Status.CANCELED), false, NOON, known(Subscription.Status.ACTIVE), null))
                .isInstanceOf(Belief.Believed.class);
    }

    @Test
    @DisplayName(
            "02 absence: a running subscription that is neither listed nor found by its id: a second look must agree")
    void doubtsAMissingSubscription() {
        BillingSnapshot known = known(Subscription.Status.ACTIVE);
        assertThat(belief(new Fetched.Present(EMPTY), false, NOON.plusSeconds(59), known, NOON))
                .isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(new Fetched.Present(EMPTY), false, NOON, known, null)).isInstanceOf(Belief.LookAgain.class);
        assertThat(belief(new Fetched.Present(EMPTY), false, NOON.plusSeconds(60), known, NOON))
                .isInstanceOf(Belief.Believed.class);
    }

    @Test
    @DisplayName(
            "02 absence: one that has ended, too: at the first look that does not find it the past is not forgotten")
    void doubtsAMissingSubscriptionThatHasEnded() {
        BillingSnapshot known = known(Subscription.Status.CANCELED);
        assertThat(belief(new Fetched.Present(EMPTY), false, NOON, known, null))
                .isEqualTo(new Belief.LookAgain("neither listed nor found by its id: sub_1", Belief.SECOND_LOOK, NOON));
        assertThat(belief(new Fetched.Present(EMPTY), false, NOON.plusSeconds(60), known, NOON))
                .isEqualTo(new Belief.Believed(Translation.toStore(EMPTY, known)));
    }

    @Test
    @DisplayName("02 absence: one that was not asked for by its id is never believed gone, however many looks agree")
    void asksByIdBeforeItBelieves() {
        BillingSnapshot known = known(Subscription.Status.ACTIVE);
        Instant muchLater = NOON.plusSeconds(86_400);
        assertThat(Belief.in(look(new Fetched.Present(EMPTY), false, muchLater, Set.of()), known, NOON))
                .isEqualTo(new Belief.LookAgain(
                        "not listed, and not asked for by its id yet: sub_1", Duration.ZERO, NOON));
        assertThat(Belief.in(look(new Fetched.Present(EMPTY), false, muchLater, Set.of("sub_1")), known, NOON))
                .isInstanceOf(Belief.Believed.class);
    }

    private static Belief belief(
            Fetched fetched,
            boolean keyProven,
            Instant at,
            @Nullable BillingSnapshot known,
            @Nullable Instant absentSince) {
        return Belief.in(look(fetched, keyProven, at, Set.of("sub_1")), known, absentSince);
    }

    private static Look.AtCustomer look(Fetched fetched, boolean keyProven, Instant at, Set<String> askedFor) {
        return new Look.AtCustomer(
                new Claim(Subject.of(ACME), 1, 1, Claim.Cause.EVENT, 0, 0, false), fetched, at, askedFor, keyProven);
    }

    private static Fetched gone(Fetched.Evidence evidence) {
        return new Fetched.Gone(ACME, evidence);
    }

    private static Fetched present(Subscription.Status status) {
        return new Fetched.Present(new Snapshot(ACME, "Acme", "DK", List.of(subscription(status))));
    }

    private static BillingSnapshot known(Subscription.Status status) {
        return Translation.toStore(new Snapshot(ACME, "Acme", "DK", List.of(subscription(status))), null);
    }

    private static Subscription subscription(Subscription.Status status) {
        return new Subscription(
                "sub_1", status, status.name(), NOON, NOON, null, null, NOON, "EUR", false, null, List.of());
    }
}
