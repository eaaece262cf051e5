/** Who may ask: API keys, scopes, and the one table of routes. */
@NullMarked
package dev.plumbline.entitlement.check.access;

import org.jspecify.annotations.NullMarked;
