/** Migrations over HTTP, with the work done by hand. */
@NullMarked
package dev.plumbline.entitlement.check.migration;

import org.jspecify.annotations.NullMarked;
