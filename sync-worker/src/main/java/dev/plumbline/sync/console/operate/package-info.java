/** The pipeline as operators see it: what came in, who waits, what runs, whether all is well, and who did what. */
@NullMarked
package dev.plumbline.sync.console.operate;

import org.jspecify.annotations.NullMarked;
