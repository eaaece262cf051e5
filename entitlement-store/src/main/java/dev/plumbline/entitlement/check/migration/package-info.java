/** Migrations over HTTP: drawn up, previewed, started, stopped, resumed, undone; and who is on which plan version. */
@NullMarked
package dev.plumbline.entitlement.check.migration;

import org.jspecify.annotations.NullMarked;
