/** What every command needs: the terminal, the environment, and a way to ask a running Plumbline. */
@NullMarked
package dev.plumbline.cli.shell;

import org.jspecify.annotations.NullMarked;
