/** Whose a run is, and how its job begins and goes on. */
@NullMarked
package dev.plumbline.sync.reconcile.run;

import org.jspecify.annotations.NullMarked;
