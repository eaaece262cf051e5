@NullMarked
package dev.plumbline.entitlement.decision;

import org.jspecify.annotations.NullMarked;
