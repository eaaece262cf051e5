/** The command line, in process: what is typed, what is answered, what it ends with. */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
