package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.pass.Subject;

/**
 * A subject to look at.
 *
 * @param fence what is applied with a higher one was seen later than the list showed it
 */
record Difference(long run, Subject subject, long fence, int attempts) {}
