/** 2. A delivery is kept once, before we answer. */
@NullMarked
package dev.plumbline.sync.inbox;

import org.jspecify.annotations.NullMarked;
