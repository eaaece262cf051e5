/** OFREP as its clients send and read it. */
@NullMarked
package dev.plumbline.entitlement.check.ofrep;

import org.jspecify.annotations.NullMarked;
