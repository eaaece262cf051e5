/** The executable: one process that takes deliveries in, keeps entitlements right and answers for them. */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
