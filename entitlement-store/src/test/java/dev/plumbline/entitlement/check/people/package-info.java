@NullMarked
package dev.plumbline.entitlement.check.people;

import org.jspecify.annotations.NullMarked;
