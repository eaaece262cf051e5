/** Runs over a whole account, seen from outside. */
@NullMarked
package dev.plumbline.sync.reconcile;

import org.jspecify.annotations.NullMarked;
