package dev.plumbline.benchmarks;

import java.time.Duration;

/**
 * CPU time used by those who take part in a run.
 *
 * @param driver with the simulated provider, which is the same process
 * @param machine everything that runs on it, these included
 */
record Cpu(Duration server, Duration postgres, Duration driver, Duration machine) {

    Cpu minus(Cpu earlier) {
        return new Cpu(
                server.minus(earlier.server),
                postgres.minus(earlier.postgres),
                driver.minus(earlier.driver),
                machine.minus(earlier.machine));
    }

    /** What disturbed the run. */
    Duration others() {
        return machine.minus(server).minus(postgres).minus(driver);
    }
}
