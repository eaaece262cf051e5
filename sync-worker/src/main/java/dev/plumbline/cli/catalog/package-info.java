/** Commands about the pricing model: checked offline, planned, published, shown and pulled. */
@NullMarked
package dev.plumbline.cli.catalog;

import org.jspecify.annotations.NullMarked;
