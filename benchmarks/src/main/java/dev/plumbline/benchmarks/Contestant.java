package dev.plumbline.benchmarks;

import dev.plumbline.benchmarks.load.Requests;
import dev.plumbline.benchmarks.machine.ServerProcess;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One of those that are measured in turn.
 *
 * @param what it is, for the report
 * @param status of a good answer
 * @param requests for a run of that length
 * @param passes how many have run so far
 */
record Contestant(
        String name,
        String what,
        ServerProcess server,
        int status,
        Function<Duration, Requests> requests,
        LongSupplier passes) {

    Contestant(String name, String what, ServerProcess server, int status, Function<Duration, Requests> requests) {
        this(name, what, server, status, requests, () -> 0);
    }
}
