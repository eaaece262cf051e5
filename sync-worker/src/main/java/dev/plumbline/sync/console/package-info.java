/** Pages for people. */
@NullMarked
package dev.plumbline.sync.console;

import org.jspecify.annotations.NullMarked;
