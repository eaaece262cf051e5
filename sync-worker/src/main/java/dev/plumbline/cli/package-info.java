/** The command line: a client of the API, and offline checks of the catalog file. Starts no Spring. */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
