/** A person's own page: how they come in. */
@NullMarked
package dev.plumbline.sync.console.me;

import org.jspecify.annotations.NullMarked;
