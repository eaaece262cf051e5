/** What all pages have in common, by itself. */
@NullMarked
package dev.plumbline.sync.console.frame;

import org.jspecify.annotations.NullMarked;
