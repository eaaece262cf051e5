/** A pass over each difference, by the code that every pass takes: committed, or rolled back when the run only reports. */
@NullMarked
package dev.plumbline.sync.reconcile.look;

import org.jspecify.annotations.NullMarked;
