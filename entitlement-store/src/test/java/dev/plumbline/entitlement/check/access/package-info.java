/** Keys and scopes, tried on every route. */
@NullMarked
package dev.plumbline.entitlement.check.access;

import org.jspecify.annotations.NullMarked;
