/** How fast we ask billing systems: one budget per account for all processes, kept in PostgreSQL, and its figures. */
@NullMarked
package dev.plumbline.sync.pace;

import org.jspecify.annotations.NullMarked;
