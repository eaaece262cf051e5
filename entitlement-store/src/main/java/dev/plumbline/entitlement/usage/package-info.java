/** How much of it is used: meters, windows, reservations. */
@NullMarked
package dev.plumbline.entitlement.usage;

import org.jspecify.annotations.NullMarked;
