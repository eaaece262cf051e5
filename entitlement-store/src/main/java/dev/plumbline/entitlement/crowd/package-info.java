/** Those who arrive while others are served, served together: group commit, of everybody or of each thing that is wanted. */
@NullMarked
package dev.plumbline.entitlement.crowd;

import org.jspecify.annotations.NullMarked;
