package dev.plumbline.entitlement.whatif;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How much a plan may take, and how long it is kept. */
@Component
class WhatIfSettings {
    private final int threads;
    private final int atOnce;
    private final Duration kept;

    /**
     * @param threads that walk over customers for one plan; 0 for as many as there are cores
     * @param atOnce plans at the same time, on all nodes together
     * @param kept then a plan and what it found are forgotten
     */
    WhatIfSettings(
            @Value("${plumbline.what-if.threads:0}") int threads,
            @Value("${plumbline.what-if.at-once:2}") int atOnce,
            @Value("${plumbline.what-if.kept:P7D}") Duration kept) {
        this.threads = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        this.atOnce = atOnce;
        this.kept = kept;
    }

    int threads() {
        return threads;
    }

    int atOnce() {
        return atOnce;
    }

    Duration kept() {
        return kept;
    }
}
