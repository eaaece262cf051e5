/** Pages for people, in a real browser and without one. */
@NullMarked
package dev.plumbline.sync.console;

import org.jspecify.annotations.NullMarked;
