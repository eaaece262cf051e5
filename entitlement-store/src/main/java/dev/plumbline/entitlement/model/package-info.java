/** What is sold: features, plan versions, variations, add-ons; the catalog file, its validation and its lock. */
@NullMarked
package dev.plumbline.entitlement.model;

import org.jspecify.annotations.NullMarked;
