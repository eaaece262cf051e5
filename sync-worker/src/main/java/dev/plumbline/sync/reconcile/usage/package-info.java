/** What we counted of metered use, beside what the billing system counted of what was reported to it. */
@NullMarked
package dev.plumbline.sync.reconcile.usage;

import org.jspecify.annotations.NullMarked;
