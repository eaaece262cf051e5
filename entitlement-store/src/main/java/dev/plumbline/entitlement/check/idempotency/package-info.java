/** A write repeated with the same key is done once and answered twice. */
@NullMarked
package dev.plumbline.entitlement.check.idempotency;

import org.jspecify.annotations.NullMarked;
