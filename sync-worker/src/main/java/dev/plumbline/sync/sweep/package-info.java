/** Looks for what nobody told us: events that never came, accounts that cannot be read, customers that were lost sight of. */
@NullMarked
package dev.plumbline.sync.sweep;

import org.jspecify.annotations.NullMarked;
