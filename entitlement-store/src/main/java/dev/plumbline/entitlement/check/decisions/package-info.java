/** What people decide about single customers, over HTTP: overrides, phases, moves, places in promotions. */
@NullMarked
package dev.plumbline.entitlement.check.decisions;

import org.jspecify.annotations.NullMarked;
