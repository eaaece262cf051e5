/** Runs that compare us with the billing systems, and what does not fit, to read. */
@NullMarked
package dev.plumbline.sync.console.finance;

import org.jspecify.annotations.NullMarked;
