/** What people decide for customers on pages, by itself. */
@NullMarked
package dev.plumbline.sync.console.override;

import org.jspecify.annotations.NullMarked;
