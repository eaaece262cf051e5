/** Repeated writes over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.idempotency;

import org.jspecify.annotations.NullMarked;
