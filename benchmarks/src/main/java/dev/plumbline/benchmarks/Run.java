package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.load.Tally;
import java.time.Duration;

/**
 * One contestant in one round.
 *
 * @param idle share of the machine in percent before it began
 * @param passes that ran meanwhile
 */
record Run(Tally tally, Cpu cpu, int idle, long passes) {

    double perSecond() {
        return tally.perSecond();
    }

    double serverMillis() {
        return each(cpu.server());
    }

    double postgresMillis() {
        return each(cpu.postgres());
    }

    double driverMillis() {
        return each(cpu.driver());
    }

    double cost() {
        return serverMillis() + postgresMillis();
    }

    double othersPercent() {
        return 100.0
                * cpu.others().toNanos()
                / tally.took().toNanos()
                / Runtime.getRuntime().availableProcessors();
    }

    private double each(Duration used) {
        return used.toNanos() / 1e6 / tally.good();
    }
}
