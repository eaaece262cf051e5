package dev.plumbline.sync.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.simulated.api.RecordedRequest;
import dev.plumbline.simulated.api.Trouble;
import dev.plumbline.simulated.stripe.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events that never came are found in the provider's list, on a real database and over real HTTP. */
class EventSweepTest {
    private static Watched watched;

    @BeforeAll
    static void start() {
        watched = new Watched(options -> {});
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    @Test
    @DisplayName(
            "F-67: one event in twenty is lost; the sweep finds each, and each whose look changed something is EVENT_MISSED")
    void findsWhatWasLost() {
        long seed = 67;
        var random = new SplittableRandom(seed);
        List<Event> lost = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            deliver(watched.checkout("cus_l" + i, 5), random, lost);
        }
        for (int i = 0; i < 60; i++) {
            deliver(watched.changeSeats("cus_l" + i, 6 + i), random, lost);
        }
        // Certain to be lost, whatever the seed: a customer that nothing was heard of, and a last change.
        lost.addAll(watched.checkout("cus_unheard", 9));
        watched.plumbline.comeToRest();
        lost.addAll(watched.changeSeats("cus_l0", 77));
        assertThat(watched.seats("cus_l0")).as("seed %d", seed).isEqualTo(6);

        watched.sweep();

        assertThat(watched.seats("cus_l0")).isEqualTo(77);
        assertThat(watched.seats("cus_unheard")).isEqualTo(9);
        for (int i = 1; i < 60; i++) {
            assertThat(watched.seats("cus_l" + i))
                    .as("cus_l%d, seed %d", i, seed)
                    .isEqualTo(6 + i);
        }
        assertThat(watched.count(
                        "select count(*) from inbox where source = 'sweep' and type = 'customer.subscription.updated'"))
                .isPositive();
        String ours = " and subject_id ~ '^cus_(l[0-9]+|unheard)$'";
        assertThat(watched.count("select count(*) from inbox where source = 'sweep'" + ours
                        + " and event_id <> all(string_to_array('%s', ','))"
                                .formatted(String.join(
                                        ",", lost.stream().map(Event::id).toList()))))
                .as("what came is not found to be missing, seed %d", seed)
                .isZero();
        assertThat(watched.count("select count(*) from inbox where source = 'sweep'" + ours))
                .as("what was lost is found, seed %d", seed)
                .isPositive();
        assertThat(watched.count("""
                        select count(*) from break
                        where type = 'EVENT_MISSED' and customer_key = 'cus_l0' and resolved_at is not null
                        """)).isPositive();
        assertThat(watched.count("""
                        select count(*) from break b where b.type = 'EVENT_MISSED' and not exists (
                            select from inbox i where b.fingerprint = 'EVENT_MISSED:stripe/default:' || i.event_id
                              and i.source = 'sweep')
                        """)).as("nothing that came is called missed").isZero();
    }

    private static void deliver(List<Event> events, SplittableRandom random, List<Event> lost) {
        for (Event event : events) {
            if (random.nextInt(20) == 0) {
                lost.add(event);
            } else {
                watched.plumbline.deliver(event);
            }
        }
    }

    @Test
    @DisplayName("F-67: what is found and changes nothing is no break; when it comes after all it is a duplicate")
    void makesNothingOfALateOne() {
        List<Event> events = watched.checkout("cus_late", 5);
        events.subList(0, events.size() - 1).forEach(watched.plumbline::deliver);
        watched.plumbline.comeToRest();
        watched.sweep();
        assertThat(watched.count(
                        "select count(*) from break where type = 'EVENT_MISSED' and customer_key = 'cus_late'"))
                .isZero();
        String before = watched.text("select applied_seq from subject where id = 'cus_late'");
        assertThat(watched.plumbline.deliver(events.getLast())).isEqualTo(200);
        assertThat(watched.text("select deliveries from inbox where event_id = '"
                        + events.getLast().id() + "'"))
                .isEqualTo("1");
        watched.plumbline.comeToRest();
        assertThat(watched.text("select applied_seq from subject where id = 'cus_late'"))
                .isEqualTo(before);
    }

    /** The trap of a newest-first list with a created cursor: ticked off after its first page, the oldest are lost for ever. */
    @Test
    @DisplayName(
            "F-64 F-67: a list that breaks after its first page is read on from there; nothing is ticked off before its end")
    void goesOnWhereItBroke() {
        watched.sweep(); // the first of the account
        for (int i = 0; i < 70; i++) {
            watched.checkout("cus_p" + i, 5 + i);
        }
        watched.plumbline.api().log().clear();
        // The first page comes, the second breaks.
        watched.plumbline.api().nextTo("/v1/events", new Trouble.Slow(Duration.ZERO), new Trouble.ServerError(500));
        String until = watched.text("select swept_until::text from billing_account");
        watched.makeDue();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> watched.count("select count(*) from billing_account where failures = 1") == 1);
        assertThat(watched.text("select swept_until::text from billing_account"))
                .isEqualTo(until);
        String place = watched.text("select list_older from billing_account");
        assertThat(place).startsWith("evt_");
        watched.plumbline.comeToRest();
        assertThat(watched.seats("cus_p69")).isEqualTo(74);
        assertThat(watched.plumbline.get("/v1/customers/cus_p0").statusCode())
                .as("the oldest are on a later page")
                .isEqualTo(404);

        watched.plumbline
                .sql()
                .sql("update billing_account set next_sweep_at = clock_timestamp()")
                .update();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> watched.count(
                                "select count(*) from billing_account where failures = 0 and list_since is null and lease_until is null")
                        == 1);
        watched.plumbline.comeToRest();
        for (int i = 0; i < 70; i++) {
            assertThat(watched.seats("cus_p" + i)).isEqualTo(5 + i);
        }
        List<RecordedRequest> asked = watched.plumbline.api().log().to("/v1/events");
        assertThat(asked)
                .filteredOn(request -> !request.query().contains("starting_after"))
                .hasSize(1);
        assertThat(asked).filteredOn(request -> request.query().endsWith(place)).hasSize(2);
        assertThat(asked).allMatch(request -> request.query().contains("limit=100"));
    }

    @Test
    @DisplayName(
            "F-67: a first sweep looks back half an hour and no further; an event in flight is left to come by itself")
    void beginsNow() {
        assertThat(watched.count("""
                        select count(*) from billing_account where swept_until > clock_timestamp() - interval '5 minutes'
                        """)).isEqualTo(1);
        var settings = new SweepSettings.Given(
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofDays(1),
                Duration.ofHours(6),
                Duration.ofDays(1));
        assertThat(settings.settings().overlap())
                .as("what was too young at one sweep is in the next")
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("F-71: of many nodes one has the turn; whoever lost it to a newer one may not write")
    void takesTurns() {
        var turns = watched.plumbline.bean(Turns.class);
        var account = watched.plumbline
                .bean(dev.plumbline.sync.setup.BillingAccounts.class)
                .all()
                .getFirst();
        var mine = new Turn(account, -1, java.time.Instant.EPOCH, null, 0);
        assertThat(turns.isOurs(mine)).isFalse();
        turns.fail(mine, "nobody's word", Duration.ofDays(9));
        assertThat(watched.count("select count(*) from billing_account where last_failure = 'nobody''s word'"))
                .isZero();
    }
}
