/** Tests of the pages of migrations. */
@NullMarked
package dev.plumbline.sync.console.migration;

import org.jspecify.annotations.NullMarked;
