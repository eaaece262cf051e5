/** Finance's months: what was compared in one is put together once, signed by two people, locked, and never changes. */
@NullMarked
package dev.plumbline.sync.period;

import org.jspecify.annotations.NullMarked;
