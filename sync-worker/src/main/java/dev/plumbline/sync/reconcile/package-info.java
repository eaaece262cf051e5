/** The nightly comparison of an account with everything that its billing system lists: what is at its door. */
@NullMarked
package dev.plumbline.sync.reconcile;

import org.jspecify.annotations.NullMarked;
