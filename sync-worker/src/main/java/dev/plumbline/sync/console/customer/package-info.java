/** Customers as support sees them: found, understood, fetched again. */
@NullMarked
package dev.plumbline.sync.console.customer;

import org.jspecify.annotations.NullMarked;
