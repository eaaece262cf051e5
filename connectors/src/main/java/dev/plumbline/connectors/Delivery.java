package dev.plumbline.connectors;

import java.time.Instant;

/**
 * What arrived at our endpoint, byte for byte. The signature covers the raw bytes, so nothing may touch them before it is
 * verified. {@code body} is never copied: treat it as immutable.
 *
 * @param signature the header that carries the provider's signature; empty when there was none
 * @param receivedAt when we took it in: the age of a signature is judged at receipt (threat S-2)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying 1 MiB per webhook would be waste
public record Delivery(BillingAccount account, String signature, byte[] body, Instant receivedAt) {}
