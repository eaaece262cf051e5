package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.load.Tally;
import java.time.Duration;

/**
 * One contestant in one round.
 *
 * @param driver CPU time of the driver and the simulated provider, which are one process
 * @param idle share of the machine in percent before it began
 * @param passes that ran meanwhile
 */
record Run(Tally tally, Duration server, Duration postgres, Duration driver, int idle, long passes) {

    double perSecond() {
        return tally.perSecond();
    }

    double serverMillis() {
        return each(server);
    }

    double postgresMillis() {
        return each(postgres);
    }

    double driverMillis() {
        return each(driver);
    }

    double cost() {
        return serverMillis() + postgresMillis();
    }

    private double each(Duration cpu) {
        return cpu.toNanos() / 1e6 / tally.good();
    }
}
