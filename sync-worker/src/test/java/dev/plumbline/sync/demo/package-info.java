/** Tests of the demo. */
@NullMarked
package dev.plumbline.sync.demo;

import org.jspecify.annotations.NullMarked;
