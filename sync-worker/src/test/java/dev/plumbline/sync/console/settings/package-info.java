/** What the page of settings says. */
@NullMarked
package dev.plumbline.sync.console.settings;

import org.jspecify.annotations.NullMarked;
