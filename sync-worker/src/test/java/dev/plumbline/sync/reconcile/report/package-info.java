/** That figures tie, night after night, and are told as they were. */
@NullMarked
package dev.plumbline.sync.reconcile.report;

import org.jspecify.annotations.NullMarked;
