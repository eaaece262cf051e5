/** What this node goes by, to read. */
@NullMarked
package dev.plumbline.sync.console.settings;

import org.jspecify.annotations.NullMarked;
