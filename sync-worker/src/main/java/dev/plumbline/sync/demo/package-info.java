/** The demo: a simulated company at a simulated billing system, keeping the real pipeline busy. Never there in production. */
@NullMarked
package dev.plumbline.sync.demo;

import org.jspecify.annotations.NullMarked;
