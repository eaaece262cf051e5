/** Tests of usage in the whole product. */
@NullMarked
package dev.plumbline.sync.usage;

import org.jspecify.annotations.NullMarked;
