/** Customers and links over HTTP, and under contention. */
@NullMarked
package dev.plumbline.entitlement.check.customers;

import org.jspecify.annotations.NullMarked;
