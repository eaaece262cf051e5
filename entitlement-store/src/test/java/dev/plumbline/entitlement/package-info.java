/** What the store's tests share: a real PostgreSQL and the whole store behind a real port. */
@NullMarked
package dev.plumbline.entitlement;

import org.jspecify.annotations.NullMarked;
