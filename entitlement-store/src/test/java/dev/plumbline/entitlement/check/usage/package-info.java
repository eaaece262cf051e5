/** Tests of usage over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.usage;

import org.jspecify.annotations.NullMarked;
