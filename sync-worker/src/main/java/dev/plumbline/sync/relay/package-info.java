/** What was committed is put in order and told to every node, so that caches and listeners hear of it. */
@NullMarked
package dev.plumbline.sync.relay;

import org.jspecify.annotations.NullMarked;
