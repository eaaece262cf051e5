@NullMarked
package dev.plumbline.entitlement.check.decisions;

import org.jspecify.annotations.NullMarked;
