/** What a customer could buy to get a feature, or more of it, found by resolving what would be: pure, like the resolver. */
@NullMarked
package dev.plumbline.entitlement.upgrade;

import org.jspecify.annotations.NullMarked;
