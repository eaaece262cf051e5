/** Stripe: signature over the raw bytes, hint of an event, customer fetched with every page. */
@NullMarked
package dev.plumbline.connectors.stripe;

import org.jspecify.annotations.NullMarked;
