/** What product's pages work out by themselves. */
@NullMarked
package dev.plumbline.sync.console.product;

import org.jspecify.annotations.NullMarked;
