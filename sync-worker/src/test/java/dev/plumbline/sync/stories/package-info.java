/** What happens at a billing system over weeks, told over real HTTP and kept in a real database. */
@NullMarked
package dev.plumbline.sync.stories;

import org.jspecify.annotations.NullMarked;
