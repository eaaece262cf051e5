/** What it means when both sides differ: whom it hurts, how much is at stake, and what proves it. Pure. */
@NullMarked
package dev.plumbline.sync.reconcile.finding;

import org.jspecify.annotations.NullMarked;
