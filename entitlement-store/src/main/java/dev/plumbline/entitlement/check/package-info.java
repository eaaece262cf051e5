/** What applications ask: REST, batch, OFREP, from a cache that knows how fresh it is. */
@NullMarked
package dev.plumbline.entitlement.check;

import org.jspecify.annotations.NullMarked;
