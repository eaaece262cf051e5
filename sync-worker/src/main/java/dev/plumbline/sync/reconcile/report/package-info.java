/** What a run found becomes breaks that live on over runs, and a report whose figures tie and do not change afterwards. */
@NullMarked
package dev.plumbline.sync.reconcile.report;

import org.jspecify.annotations.NullMarked;
