/** Which test proves which fault and which threat is answered: read from the tests themselves. */
@NullMarked
package dev.plumbline.cases;

import org.jspecify.annotations.NullMarked;
