/** A first draft of a catalog file, made from what a billing system sells: a start for people, never a publish. */
@NullMarked
package dev.plumbline.sync.pull;

import org.jspecify.annotations.NullMarked;
