/** Commands about finance's months: where one stands, its steps, and its pack as a file. */
@NullMarked
package dev.plumbline.cli.finance;

import org.jspecify.annotations.NullMarked;
