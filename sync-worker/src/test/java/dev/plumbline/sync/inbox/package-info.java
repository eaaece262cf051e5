/** What is kept of deliveries, by itself. */
@NullMarked
package dev.plumbline.sync.inbox;

import org.jspecify.annotations.NullMarked;
