/** Their words to our words: verify a delivery, read its hint, fetch the whole truth of one customer. */
@NullMarked
package dev.plumbline.connectors;

import org.jspecify.annotations.NullMarked;
