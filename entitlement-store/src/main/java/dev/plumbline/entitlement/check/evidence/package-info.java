/** What happened and what does not fit: timeline, audit, breaks. */
@NullMarked
package dev.plumbline.entitlement.check.evidence;

import org.jspecify.annotations.NullMarked;
