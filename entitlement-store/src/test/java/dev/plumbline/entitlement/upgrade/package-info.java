/** Upgrades found from facts alone. */
@NullMarked
package dev.plumbline.entitlement.upgrade;

import org.jspecify.annotations.NullMarked;
