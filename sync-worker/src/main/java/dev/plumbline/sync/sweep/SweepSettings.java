package dev.plumbline.sync.sweep;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * How the list of events is swept.
 *
 * @param every how often
 * @param overlap how far before the end of the last sweep the next one begins: clocks differ, and a list may lag
 * @param inFlight an event younger than this may still come by itself; the next sweep sees it again
 * @param firstLooksBack how far the first sweep of an account looks back
 * @param margin how long before the provider forgets an event a list is not relied on any more
 * @param late without a sweep for so long the account counts as unwatched
 */
record SweepSettings(
        Duration every,
        Duration overlap,
        Duration inFlight,
        Duration firstLooksBack,
        Duration margin,
        Duration late,
        Duration catalogueEvery) {

    /** The same from settings. */
    @Component
    static class Given {
        private final SweepSettings settings;

        Given(
                @Value("${plumbline.sweep.every:PT1H}") Duration every,
                @Value("${plumbline.sweep.overlap:PT30M}") Duration overlap,
                @Value("${plumbline.sweep.in-flight:PT5M}") Duration inFlight,
                @Value("${plumbline.sweep.first-looks-back:PT30M}") Duration firstLooksBack,
                @Value("${plumbline.sweep.margin:P1D}") Duration margin,
                @Value("${plumbline.sweep.late:PT6H}") Duration late,
                @Value("${plumbline.catalogue.every:PT24H}") Duration catalogueEvery) {
            // With less overlap an event that was too young at one sweep would be too old at the next.
            Duration enough = inFlight.multipliedBy(2);
            this.settings = new SweepSettings(
                    every,
                    overlap.compareTo(enough) < 0 ? enough : overlap,
                    inFlight,
                    firstLooksBack,
                    margin,
                    late,
                    catalogueEvery);
        }

        SweepSettings settings() {
            return settings;
        }
    }
}
