/** The least that a server of the same kind could do: what our figures are divided by. */
@NullMarked
package dev.plumbline.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
