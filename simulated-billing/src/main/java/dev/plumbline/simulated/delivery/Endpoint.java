package dev.plumbline.simulated.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where events are posted to.
 *
 * @param secrets one signature is made for each; several while a secret is being rolled
 * @param timeout a listener that takes longer has not answered
 */
public record Endpoint(URI url, List<String> secrets, Duration timeout) {
    public Endpoint {
        secrets = List.copyOf(secrets);
    }

    public static Endpoint of(URI url, String... secrets) {
        return new Endpoint(url, List.of(secrets), Duration.ofSeconds(10));
    }
}
