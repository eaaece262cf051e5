/** Two clocks: what time it is, and what time it is for business, which a test may move. */
@NullMarked
package dev.plumbline.entitlement.check.time;

import org.jspecify.annotations.NullMarked;
