/** Commands for who runs it: is everything in place, and does a webhook come through. */
@NullMarked
package dev.plumbline.cli.operate;

import org.jspecify.annotations.NullMarked;
