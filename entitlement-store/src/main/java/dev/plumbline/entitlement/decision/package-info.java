/** What people decide about single customers: overrides, phases by hand, and what follows from them. */
@NullMarked
package dev.plumbline.entitlement.decision;

import org.jspecify.annotations.NullMarked;
