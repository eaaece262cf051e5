/** Attacks on the audit by who owns the database. */
@NullMarked
package dev.plumbline.entitlement.seal;

import org.jspecify.annotations.NullMarked;
