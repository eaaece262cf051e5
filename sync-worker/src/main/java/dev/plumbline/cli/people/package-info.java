/** Commands about people: who may log in, and what waits for a second person. */
@NullMarked
package dev.plumbline.cli.people;

import org.jspecify.annotations.NullMarked;
