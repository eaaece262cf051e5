/** The resolver: facts in, timeline and explanation out. Pure; only java and our records. */
@NullMarked
package dev.plumbline.entitlement.resolve;

import org.jspecify.annotations.NullMarked;
