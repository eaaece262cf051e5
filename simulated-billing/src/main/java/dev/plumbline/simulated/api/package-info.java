/** The read API of the simulated Stripe, with and without sockets, and the weather it can be put under. */
@NullMarked
package dev.plumbline.simulated.api;

import org.jspecify.annotations.NullMarked;
