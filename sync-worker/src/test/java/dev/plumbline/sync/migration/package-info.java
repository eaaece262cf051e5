/** The jobs that move customers, in the real process. */
@NullMarked
package dev.plumbline.sync.migration;

import org.jspecify.annotations.NullMarked;
