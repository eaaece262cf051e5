/** The same checks as OpenFeature's remote evaluation protocol, OFREP 0.3.0. */
@NullMarked
package dev.plumbline.entitlement.check.ofrep;

import org.jspecify.annotations.NullMarked;
