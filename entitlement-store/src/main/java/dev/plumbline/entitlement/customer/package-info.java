/** Who buys: customers, links to billing systems, what they are billed for, pins; the facts a resolution needs. */
@NullMarked
package dev.plumbline.entitlement.customer;

import org.jspecify.annotations.NullMarked;
