/** Tests of metering. */
@NullMarked
package dev.plumbline.entitlement.metering;

import org.jspecify.annotations.NullMarked;
