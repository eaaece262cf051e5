/** What was decided and why, kept in one transaction: timeline, history, audit, outbox. */
@NullMarked
package dev.plumbline.entitlement.record;

import org.jspecify.annotations.NullMarked;
