/** Commands about one customer: what may be used and why, what people decided, what would give more. */
@NullMarked
package dev.plumbline.cli.customer;

import org.jspecify.annotations.NullMarked;
