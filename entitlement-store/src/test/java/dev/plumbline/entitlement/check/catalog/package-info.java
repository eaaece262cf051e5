/** The model over HTTP. */
@NullMarked
package dev.plumbline.entitlement.check.catalog;

import org.jspecify.annotations.NullMarked;
