/** What takes a second person: what waits, what is asked for, and the decision. */
@NullMarked
package dev.plumbline.sync.console.approval;

import org.jspecify.annotations.NullMarked;
