/** Harbor invoicing, the company of the demo: a small catalogue, forty customers, and something happening all the time. */
@NullMarked
package dev.plumbline.simulated.demo;

import org.jspecify.annotations.NullMarked;
