/** What finance's pages show, without a browser. */
@NullMarked
package dev.plumbline.sync.console.finance;

import org.jspecify.annotations.NullMarked;
