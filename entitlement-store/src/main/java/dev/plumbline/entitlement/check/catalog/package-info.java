/** The model, over HTTP: read, validated, published. */
@NullMarked
package dev.plumbline.entitlement.check.catalog;

import org.jspecify.annotations.NullMarked;
