/** What operators see, by itself. */
@NullMarked
package dev.plumbline.sync.console.operate;

import org.jspecify.annotations.NullMarked;
