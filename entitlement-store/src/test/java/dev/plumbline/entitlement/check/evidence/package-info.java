/** Timeline, audit and breaks over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.evidence;

import org.jspecify.annotations.NullMarked;
