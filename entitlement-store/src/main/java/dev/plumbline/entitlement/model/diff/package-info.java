/** What is other in one model than in another, in the words of the business. */
@NullMarked
package dev.plumbline.entitlement.model.diff;

import org.jspecify.annotations.NullMarked;
