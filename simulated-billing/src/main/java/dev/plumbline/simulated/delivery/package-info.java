/** How events reach a listener: signed, retried, and as late, doubled and disordered as we ask. */
@NullMarked
package dev.plumbline.simulated.delivery;

import org.jspecify.annotations.NullMarked;
