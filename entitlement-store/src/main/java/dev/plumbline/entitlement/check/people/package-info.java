/** Who logs in: kept with roles and a hash of their password, and looked after by admins. */
@NullMarked
package dev.plumbline.entitlement.check.people;

import org.jspecify.annotations.NullMarked;
