/** 3. Claim a subject, fetch the truth, apply it: the one writer path. */
@NullMarked
package dev.plumbline.sync.pass;

import org.jspecify.annotations.NullMarked;
