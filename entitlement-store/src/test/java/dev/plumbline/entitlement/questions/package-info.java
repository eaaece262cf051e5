/** The questions that the product must be able to answer (01), as files that product people read, asked of the running store. */
@NullMarked
package dev.plumbline.entitlement.questions;

import org.jspecify.annotations.NullMarked;
