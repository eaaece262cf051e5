/** What a node does by itself with runs, by a clock that a test sets. */
@NullMarked
package dev.plumbline.sync.reconcile.job;

import org.jspecify.annotations.NullMarked;
