/** The test clock over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.time;

import org.jspecify.annotations.NullMarked;
