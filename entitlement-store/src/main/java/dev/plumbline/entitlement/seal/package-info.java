/** The audit as a chain: nobody who lacks the key can change, drop or slip in a row unseen. */
@NullMarked
package dev.plumbline.entitlement.seal;

import org.jspecify.annotations.NullMarked;
