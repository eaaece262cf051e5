package dev.plumbline.sync.demo;

import dev.plumbline.simulated.demo.DemoCompany;
import dev.plumbline.simulated.demo.Use;
import dev.plumbline.simulated.stripe.Event;
import dev.plumbline.simulated.stripe.Settings;
import dev.plumbline.simulated.stripe.SimulatedStripe;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo company at its billing system, the same again after a restart. */
final class DemoWorld {
    private static final Logger LOG = LoggerFactory.getLogger(DemoWorld.class);

    private final SimulatedStripe stripe;
    private final DemoCompany company;
    private final DemoJournal journal;
    private final InstantSource realTime;
    private final long seed;
    private int happenings;
    private int plantings;

    private DemoWorld(
            SimulatedStripe stripe, DemoCompany company, DemoJournal journal, InstantSource realTime, long seed) {
        this.stripe = stripe;
        this.company = company;
        this.journal = journal;
        this.realTime = realTime;
        this.seed = seed;
    }

    static DemoWorld found(DemoJournal journal, InstantSource realTime) {
        DemoJournal.Founding founding = journal.founding(now(realTime));
        var stripe = new SimulatedStripe(realTime, founding.seed(), Settings.testMode());
        DemoCompany company = stripe.at(founding.founded(), () -> DemoCompany.found(stripe, founding.seed()));
        var world = new DemoWorld(stripe, company, journal, realTime, founding.seed());
        List<Instant> past = journal.happenings();
        List<Instant> planted = journal.plantings();
        Stream.concat(past.stream(), planted.stream())
                .sorted()
                .distinct()
                .forEach(at -> stripe.at(at, () -> {
                    if (planted.contains(at)) {
                        company.plant();
                    } else {
                        company.tick();
                    }
                    return at;
                }));
        world.happenings = past.size();
        world.plantings = planted.size();
        LOG.info("The demo company stands as it was, after {} happenings", past.size());
        return world;
    }

    /** One more thing happens; the events that tell of it. */
    synchronized List<Event> goOn() {
        Instant at = now(realTime);
        journal.happens(at);
        happenings++;
        return stripe.at(at, company::tick);
    }

    /** Breaks are planted; the events that tell of some of them. */
    synchronized List<Event> plant() {
        Instant at = now(realTime);
        journal.plants(at);
        plantings++;
        return stripe.at(at, company::plant);
    }

    /** What was used by then; the billing system is told of what is paid by use. */
    synchronized List<Use> uses(Instant now) {
        return company.uses(now);
    }

    synchronized int plantings() {
        return plantings;
    }

    Set<String> planted() {
        return company.planted();
    }

    /** What the billing system would send again after an outage of ours. */
    List<Event> recentEvents() {
        return company.recentEvents();
    }

    SimulatedStripe stripe() {
        return stripe;
    }

    long seed() {
        return seed;
    }

    synchronized int happenings() {
        return happenings;
    }

    /** The database keeps microseconds; what is replayed must be what happened. */
    private static Instant now(InstantSource realTime) {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
