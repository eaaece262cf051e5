/** Processes, the database they share, and what they cost. CPU times are read from /proc, so on Linux only. */
@NullMarked
package dev.plumbline.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
