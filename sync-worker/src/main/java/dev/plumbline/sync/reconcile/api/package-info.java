/** Runs as people ask for them, watch them, stop and release them. */
@NullMarked
package dev.plumbline.sync.reconcile.api;

import org.jspecify.annotations.NullMarked;
