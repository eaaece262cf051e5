/** Migrations as product sees them: drawn up, previewed, started, watched, stopped, taken back. */
@NullMarked
package dev.plumbline.sync.console.migration;

import org.jspecify.annotations.NullMarked;
