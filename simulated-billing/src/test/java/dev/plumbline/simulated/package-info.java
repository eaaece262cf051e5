/** A shop and a clock for the tests of all packages below. */
@NullMarked
package dev.plumbline.simulated;

import org.jspecify.annotations.NullMarked;
