/** The common budget against a real PostgreSQL. */
@NullMarked
package dev.plumbline.sync.pace;

import org.jspecify.annotations.NullMarked;
