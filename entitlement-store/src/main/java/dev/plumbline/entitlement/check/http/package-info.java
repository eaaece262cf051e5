/** What all answers over HTTP share: problems (RFC 9457), pages of lists, strict JSON. */
@NullMarked
package dev.plumbline.entitlement.check.http;

import org.jspecify.annotations.NullMarked;
