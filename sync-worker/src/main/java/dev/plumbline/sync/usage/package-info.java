/** Usage from any transport into the one intake, and what has to be done about it now and then. */
@NullMarked
package dev.plumbline.sync.usage;

import org.jspecify.annotations.NullMarked;
