/** The row of a run: who asked for it, which process works at it, how far it is, what it waits for. */
@NullMarked
package dev.plumbline.sync.reconcile.run;

import org.jspecify.annotations.NullMarked;
