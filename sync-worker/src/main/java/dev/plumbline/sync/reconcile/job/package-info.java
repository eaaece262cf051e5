/** The run as a job of Spring Batch: its steps, who starts it, and what becomes of it when a process dies. */
@NullMarked
package dev.plumbline.sync.reconcile.job;

import org.jspecify.annotations.NullMarked;
