/** How the process is put together. */
@NullMarked
package dev.plumbline.sync.setup;

import org.jspecify.annotations.NullMarked;
