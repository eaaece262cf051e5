/** Migrations without a database: when, and who. */
@NullMarked
package dev.plumbline.entitlement.migration;

import org.jspecify.annotations.NullMarked;
