/** 1. A webhook comes in and its signature is verified. */
@NullMarked
package dev.plumbline.sync.delivery;

import org.jspecify.annotations.NullMarked;
