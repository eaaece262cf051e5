/** The real jar, twice, on one PostgreSQL, from outside: everything that may die dies at random, and what was promised is counted. */
@NullMarked
package dev.plumbline.sync.chaos;

import org.jspecify.annotations.NullMarked;
