/** The jobs that preview a migration, move its customers wave by wave, and take back what is not effective yet. */
@NullMarked
package dev.plumbline.sync.migration;

import org.jspecify.annotations.NullMarked;
