/** Finance's months as pages: where each stands, its figures, its steps, and its pack to take away. */
@NullMarked
package dev.plumbline.sync.console.period;

import org.jspecify.annotations.NullMarked;
