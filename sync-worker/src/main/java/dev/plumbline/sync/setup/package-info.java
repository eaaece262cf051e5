/** How the process starts: a database given or embedded, accounts from settings, the catalog published. */
@NullMarked
package dev.plumbline.sync.setup;

import org.jspecify.annotations.NullMarked;
