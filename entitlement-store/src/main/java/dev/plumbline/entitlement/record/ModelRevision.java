package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.model.Model;
import java.time.Instant;

/**
 * A published catalog file.
 *
 *
 * @param source the file as it was published
 *
 * @param sha256 of it, hexadecimal
 */
public record ModelRevision(
        long revision, String source, String sha256, Instant publishedAt, String publishedBy, Model model) {}
