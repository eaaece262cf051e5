package dev.plumbline.sync.simulation;

import dev.plumbline.simulated.delivery.StripeSignature;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.sync.inbox.Admitted;
import dev.plumbline.sync.inbox.Inbox;
import dev.plumbline.sync.pass.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What the provider has on its way to us, and what it heard of it: it sends again until it hears 2xx. */
final class Deliveries {
    private final List<Parcel> onTheWay = new ArrayList<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final Map<String, Integer> answers = new HashMap<>();
    private final Map<String, Integer> newestOf = new HashMap<>();
    private final Set<String> heardOf = new HashSet<>();
    private final Map<String, Long> lastMark = new HashMap<>();
    private long marks;
    private int sent;
    /** Whether the provider hears 2xx even if nothing was kept: what must not be. */
    boolean answersFirst;

    /** An event of which a copy is on its way. The bytes stay the same however often it is sent; the signature does not. */
    static final class Parcel {
        private final Event event;
        private final String customer;
        private final int number;
        private final Instant since;
        private byte[] body = {};
        private String signature = "";
        private long signedAt = -1;

        Parcel(Event event, int number, Instant since) {
            this.event = event;
            this.customer = Objects.requireNonNull(event.object().customerId());
            this.number = number;
            this.since = since;
        }

        Event event() {
            return event;
        }

        String customer() {
            return customer;
        }

        byte[] body() {
            if (body.length == 0) {
                body = event.briefBody();
            }
            return body;
        }

        String signed(Instant now) {
            if (signedAt != now.getEpochSecond()) {
                signedAt = now.getEpochSecond();
                signature = StripeSignature.header(now, body(), List.of(Node.SECRET));
            }
            return signature;
        }
    }

    void send(Event event, Instant now) {
        onTheWay.add(new Parcel(event, ++sent, now));
    }

    boolean isEmpty() {
        return onTheWay.isEmpty();
    }

    Parcel any(SplittableRandom random) {
        return onTheWay.get(random.nextInt(onTheWay.size()));
    }

    void observe(Parcel parcel, Instant now, Set<String> tombstones, Tally tally) {
        String customer = parcel.customer();
        if (answers.containsKey(parcel.event().id())) {
            tally.count(Stimulus.DELIVERED_TWICE);
        }
        if (newestOf.getOrDefault(customer, 0) > parcel.number) {
            tally.count(Stimulus.OUT_OF_ORDER);
        }
        newestOf.merge(customer, parcel.number, Math::max);
        if (parcel.since.plus(Duration.ofDays(1)).isBefore(now)) {
            tally.count(Stimulus.DAYS_LATE);
        }
        if (heardOf.add(customer) && !parcel.event().type().equals("customer.created")) {
            tally.count(Stimulus.UPDATE_FIRST);
        }
        if (tombstones.contains(customer)) {
            tally.count(Stimulus.AFTER_TOMBSTONE);
        }
    }

    void tried(Parcel parcel) {
        tries.merge(parcel.event().id(), 1, Integer::sum);
    }

    /** Whether it was new to us. When it returns, the provider has heard 2xx. */
    boolean keep(Inbox inbox, Admitted admitted, Parcel parcel) {
        boolean fresh;
        try {
            fresh = inbox.keep(admitted).fresh();
        } catch (DataAccessException | TransactionException away) {
            if (!answersFirst) {
                throw away;
            }
            fresh = false;
        }
        answers.merge(parcel.event().id(), 1, Integer::sum);
        if (fresh) {
            lastMark.put(parcel.customer(), ++marks);
        }
        return fresh;
    }

    /** It is not sent again. */
    void arrived(Parcel parcel) {
        onTheWay.remove(parcel);
    }

    /** Remembers the mark that a claim saw. */
    long marksOf(Claim claim) {
        return lastMark.getOrDefault(claim.subject().id(), 0L);
    }

    /** By event: how often the provider heard 2xx. */
    Map<String, Integer> answers() {
        return answers;
    }

    int triesOf(String event) {
        return tries.getOrDefault(event, 0);
    }
}
