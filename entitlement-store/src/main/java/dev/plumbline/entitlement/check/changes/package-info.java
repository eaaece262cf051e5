/** What changed, told to whoever listens, in one order, resumable at any place of it. */
@NullMarked
package dev.plumbline.entitlement.check.changes;

import org.jspecify.annotations.NullMarked;
