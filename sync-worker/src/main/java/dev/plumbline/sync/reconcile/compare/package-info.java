/** Both sides beside each other, in SQL; and whether so many may lose access. */
@NullMarked
package dev.plumbline.sync.reconcile.compare;

import org.jspecify.annotations.NullMarked;
