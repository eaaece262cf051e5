/** What a draft of the model would change, for whom, and what that is worth: computed by the resolver, never written. */
@NullMarked
package dev.plumbline.entitlement.whatif;

import org.jspecify.annotations.NullMarked;
