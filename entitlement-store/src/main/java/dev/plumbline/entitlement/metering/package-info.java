/** What customers used: taken in exactly once, counted, read by window, reserved. The arithmetic of windows is in {@code usage}. */
@NullMarked
package dev.plumbline.entitlement.metering;

import org.jspecify.annotations.NullMarked;
