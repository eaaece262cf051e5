/** Checks over HTTP on a real PostgreSQL, and the cache under a clock of the test. */
@NullMarked
package dev.plumbline.entitlement.check;

import org.jspecify.annotations.NullMarked;
