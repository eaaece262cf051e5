/** Bad input over HTTP: every answer is a problem with a code. */
@NullMarked
package dev.plumbline.entitlement.check.http;

import org.jspecify.annotations.NullMarked;
