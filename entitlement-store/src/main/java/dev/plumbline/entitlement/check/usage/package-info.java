/** Usage over HTTP: events in, reservations made, settled and released. */
@NullMarked
package dev.plumbline.entitlement.check.usage;

import org.jspecify.annotations.NullMarked;
