/** Customers and their links to billing systems, over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.customers;

import org.jspecify.annotations.NullMarked;
